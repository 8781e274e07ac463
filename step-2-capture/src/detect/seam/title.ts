/** Made for the first number: it takes longer than judging a small capture. */
let format: Intl.NumberFormat | undefined

/** A number with its thousands apart and at most three digits after the point: `16,384`. */
export function numberText(value: number): string {
  format ??= new Intl.NumberFormat('en-US')
  return format.format(value)
}

/**
 * Fills the `{names}` of a title. Numbers get their thousands apart; texts are put in as they are
 * and never searched for names, so what a stranger sent cannot bring in more.
 * @throws Error when a name has no value: the detector's description and its code disagree.
 */
export function filledTitle(
  title: string,
  values: Readonly<Record<string, string | number>>,
): string {
  return title.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the title “${title}” has no value for {${name}}`)
    return typeof value === 'number' ? numberText(value) : value
  })
}

/**
 * Fills the `{names}` of a title. Values are put in as they are and never searched for names, so
 * what a stranger sent cannot bring in more.
 * @throws Error when a name has no value: the detector's description and its code disagree.
 */
export function filledTitle(
  title: string,
  values: Readonly<Record<string, string | number>>,
): string {
  return title.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the title “${title}” has no value for {${name}}`)
    return String(value)
  })
}

/** A second key of a sequence such as `g i` has to come within that time. */
export const sequenceMs = 1_000

/** What a key press looks like to the shortcuts: a part of the browser's KeyboardEvent. */
export interface Press {
  readonly key: string
  readonly atMs: number
  readonly hasModifier: boolean
  /** Whether the user is writing: then a letter is a letter. */
  readonly isTyping: boolean
}

/** Tells which of the named shortcuts a press completes: `j`, `?`, or two keys such as `g i`. */
export class KeySequence {
  #first: { readonly key: string; readonly atMs: number } | undefined

  match(press: Press, names: ReadonlySet<string>): string | undefined {
    const { key, atMs, hasModifier, isTyping } = press
    const first = this.#first
    this.#first = undefined
    if (hasModifier || isTyping) return undefined
    if (first && atMs - first.atMs <= sequenceMs) {
      const both = `${first.key} ${key}`
      if (names.has(both)) return both
    }
    if ([...names].some((name) => name.startsWith(`${key} `))) this.#first = { key, atMs }
    return names.has(key) ? key : undefined
  }
}

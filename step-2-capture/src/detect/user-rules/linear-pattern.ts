import { RE2JS } from 're2js'

/** Instructions of the compiled pattern; one is looked at for each byte at worst. */
export const patternSizeMax = 20_000
/** Bytes times instructions of a search: a tenth of a second at worst. */
export const patternWorkMax = 20_000_000
/** A longer pattern is none that a person wrote. */
export const patternLengthMax = 4_096

export interface PatternMatch {
  readonly start: number
  readonly end: number
}

/**
 * A regular expression in the syntax of Perl, matched in time that is linear in the text (Cox 2007,
 * "Regular Expression Matching Can Be Simple And Fast"). It is compiled when it is first needed: most
 * never are. What needs backtracking was refused before (see `pattern-syntax.ts`).
 */
export class LinearPattern {
  readonly source: string
  readonly flags: string
  /** Whether bytes behind the text can turn a match into none. */
  readonly looksAtEnd: boolean
  #compiled: RE2JS | null | undefined

  constructor(source: string, flags: string) {
    this.source = source
    this.flags = flags
    this.looksAtEnd = /\$|\\[zZbB]/.test(source)
  }

  /** Why it cannot be used, or undefined. Compiles it. */
  get problem(): string | undefined {
    try {
      const compiled = this.#compile()
      const size = compiled.programSize()
      return size > patternSizeMax ? `it has ${size} steps, over ${patternSizeMax}` : undefined
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  /** The longest text that is searched; what lies behind is left out. */
  get textLengthMax(): number {
    return this.#ready === null
      ? 0
      : Math.floor(patternWorkMax / Math.max(1, this.#ready.programSize()))
  }

  /** Whether it matches in `text` from `from` on: the quicker question; no where it is unusable. */
  test(text: string, from: number): boolean {
    return this.#ready?.test(from === 0 ? text : text.slice(from)) ?? false
  }

  /** The first match in `text` from `from` on, or null; never one where the pattern is unusable. */
  find(text: string, from: number): PatternMatch | null {
    const compiled = this.#ready
    if (compiled === null) return null
    const matcher = compiled.matcher(from === 0 ? text : text.slice(from))
    if (!matcher.find()) return null
    return { start: from + matcher.start(), end: from + matcher.end() }
  }

  get #ready(): RE2JS | null {
    if (this.#compiled === undefined)
      this.#compiled = this.problem === undefined ? this.#compile() : null
    return this.#compiled
  }

  #compile(): RE2JS {
    if (this.#compiled) return this.#compiled
    let flags = 0
    if (this.flags.includes('i')) flags |= RE2JS.CASE_INSENSITIVE
    if (this.flags.includes('s')) flags |= RE2JS.DOTALL
    if (this.flags.includes('m')) flags |= RE2JS.MULTILINE
    return RE2JS.compile(this.source, flags)
  }
}

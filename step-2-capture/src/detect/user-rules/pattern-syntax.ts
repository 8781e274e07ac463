import { patternLengthMax } from './linear-pattern.ts'
import { RefusedRule } from './refused-rule.ts'

/** The engine takes no larger number in braces, so one is written as several. */
const repeatCountMax = 1_000
/** With all of them the pattern still fits into `patternSizeMax`. */
export const repeatTotalMax = 8_192

/** What PCRE writes with a letter that the engine does not know. */
const letters: Readonly<Record<string, string>> = {
  h: '[\\t ]',
  H: '[^\\t ]',
  R: '(?:\\r\\n|\\n|\\r|\\v|\\f)',
  N: '[^\\n]',
  e: '\\x1b',
  Z: '(?:\\n?\\z)',
}
const lettersInClass: Readonly<Record<string, string>> = { h: '\\t ', e: '\\x1b' }

export interface SyntaxOptions {
  /** `m`: a dollar is the end of a line. */
  readonly isMultiline: boolean
  /** `E`: a dollar is the very end, and not before a last line feed. */
  readonly isDollarEnd: boolean
}

/**
 * Writes a pattern of PCRE as the engine takes it. Refused is what no automaton can match: back
 * references, look-around, atomic groups, possessive repetition, conditions, recursion.
 * @throws RefusedRule
 */
export function translatedPattern(pattern: string, options: SyntaxOptions): string {
  if (pattern.length > patternLengthMax) {
    throw new RefusedRule(
      'limit',
      `a pattern of ${pattern.length}, over ${patternLengthMax}`,
      'pcre',
    )
  }
  return new Translation(pattern, options).run()
}

class Translation {
  readonly #pattern: string
  readonly #options: SyntaxOptions
  #at = 0
  #out = ''
  /** Where in `#out` what a repetition repeats begins, or -1. */
  #atomStart = -1
  #repeatTotal = 0
  readonly #groups: number[] = []

  constructor(pattern: string, options: SyntaxOptions) {
    this.#pattern = pattern
    this.#options = options
  }

  run(): string {
    while (this.#at < this.#pattern.length) this.#step()
    return this.#out
  }

  #step(): void {
    const character = this.#pattern[this.#at] as string
    switch (character) {
      case '\\':
        this.#atom(this.#escape(letters))
        return
      case '[':
        this.#atom(this.#class())
        return
      case '(':
        this.#open()
        return
      case ')':
        this.#atomStart = this.#groups.pop() ?? -1
        this.#take(1)
        return
      case '$':
        this.#atom(this.#dollar())
        this.#at++
        return
      case '*':
      case '+':
      case '?':
        this.#repeat(character)
        return
      case '{':
        this.#brace()
        return
      default:
        this.#atomStart = character === '|' ? -1 : this.#out.length
        this.#take(1)
    }
  }

  #dollar(): string {
    const { isMultiline, isDollarEnd } = this.#options
    return isMultiline ? '$' : isDollarEnd ? '\\z' : '(?:\\n?\\z)'
  }

  #atom(text: string): void {
    this.#atomStart = this.#out.length
    this.#out += text
  }

  #take(count: number): void {
    this.#out += this.#pattern.slice(this.#at, this.#at + count)
    this.#at += count
  }

  #escape(known: Readonly<Record<string, string>>): string {
    const letter = this.#pattern[this.#at + 1] ?? ''
    if (/[1-9]/.test(letter) && !/^\\[0-7]{3}/.test(this.#pattern.slice(this.#at))) {
      throw unmatched(`\\${letter} refers back`)
    }
    if (letter === 'k' || letter === 'g') throw unmatched(`\\${letter} refers back`)
    if (letter === 'G' || letter === 'K') throw unmatched(`\\${letter} moves the start`)
    this.#at += 2
    return letter === 'x' ? this.#hexadecimal() : (known[letter] ?? `\\${letter}`)
  }

  /** PCRE takes none, one or two digits; the engine wants two. */
  #hexadecimal(): string {
    const [digits = ''] =
      /^[0-9A-Fa-f]{0,2}/.exec(this.#pattern.slice(this.#at, this.#at + 2)) ?? []
    if (this.#pattern[this.#at] === '{') return '\\x'
    this.#at += digits.length
    return `\\x${digits.padStart(2, '0')}`
  }

  #class(): string {
    const start = this.#at
    let text = '['
    this.#at++
    for (const first of ['^', ']']) {
      if (this.#pattern[this.#at] !== first) continue
      text += first === ']' ? '\\]' : first
      this.#at++
    }
    while (this.#at < this.#pattern.length) {
      const character = this.#pattern[this.#at] as string
      if (character === ']') {
        this.#at++
        return `${text}]`
      }
      const named = /^\[:\^?[a-z]+:\]/.exec(this.#pattern.slice(this.#at))?.[0]
      if (character === '\\') text += this.#classEscape()
      else {
        text += named ?? (character === '[' ? '\\[' : character)
        this.#at += named?.length ?? 1
      }
    }
    throw new RefusedRule('syntax', `the class at ${start} has no end`, 'pcre')
  }

  /** In a class `\b` is a backspace, and `\1` is no reference. */
  #classEscape(): string {
    if (this.#pattern[this.#at + 1] !== 'b') return this.#escape(lettersInClass)
    this.#at += 2
    return '\\x08'
  }

  #open(): void {
    const [start = ''] =
      /^\((?:\?(?:[a-zA-Z^-]*[:)]|P?<[A-Za-z_]\w*>|.))?/s.exec(this.#pattern.slice(this.#at)) ?? []
    if (/^\(\?(?:[=!>(R&|#+\d-]|<[=!]|P[=>])/.test(this.#pattern.slice(this.#at, this.#at + 4))) {
      if (!/^\(\?-?[a-z]+[:)]/.test(this.#pattern.slice(this.#at))) {
        throw unmatched(`${this.#pattern.slice(this.#at, this.#at + 4)} needs backtracking`)
      }
    }
    // A change of flags alone opens no group.
    if (start.endsWith(')')) this.#atomStart = -1
    else this.#groups.push(this.#out.length)
    this.#take(start.length)
  }

  #repeat(sign: string): void {
    this.#take(1)
    if (this.#pattern[this.#at] === '?') this.#take(1)
    else this.#refusePossessive(sign)
    this.#atomStart = -1
  }

  #refusePossessive(sign: string): void {
    if (this.#pattern[this.#at] === '+') throw unmatched(`${sign}+ keeps what it took`)
  }

  /** `{3}`, `{3,}` and `{3,9}`; any other brace stands for itself. */
  #brace(): void {
    const found = /^\{(\d{1,5})(?:(,)(\d{0,5}))?\}(\??)/.exec(this.#pattern.slice(this.#at))
    if (!found) {
      this.#atom('\\{')
      this.#at++
      return
    }
    const [whole, low = '', comma, high = '', lazy = ''] = found
    this.#at += whole.length
    this.#refusePossessive(whole)
    const min = Number(low)
    const max = comma === undefined ? min : high === '' ? null : Number(high)
    this.#repeatTotal += Math.max(min, max ?? 0)
    if (this.#repeatTotal > repeatTotalMax) {
      throw new RefusedRule(
        'limit',
        `repeats ${this.#repeatTotal} times, over ${repeatTotalMax}`,
        'pcre',
      )
    }
    const isSmall = Math.max(min, max ?? 0) <= repeatCountMax
    if (isSmall || this.#atomStart === -1) this.#out += whole
    else {
      const atom = this.#out.slice(this.#atomStart)
      this.#out = this.#out.slice(0, this.#atomStart) + repeated({ atom, min, max, lazy })
    }
    this.#atomStart = -1
  }
}

interface Repetition {
  readonly atom: string
  readonly min: number
  readonly max: number | null
  readonly lazy: string
}

/** The same repetition with no number above `repeatCountMax`. */
function repeated({ atom, min, max, lazy }: Repetition): string {
  let text = ''
  for (let left = min; left > 0; left -= repeatCountMax) {
    text += `${atom}{${Math.min(left, repeatCountMax)}}`
  }
  if (max === null) return `(?:${text}${atom}*${lazy})`
  for (let left = max - min; left > 0; left -= repeatCountMax) {
    text += `${atom}{0,${Math.min(left, repeatCountMax)}}${lazy}`
  }
  return `(?:${text})`
}

function unmatched(why: string): RefusedRule {
  return new RefusedRule('pattern', why, 'pcre')
}

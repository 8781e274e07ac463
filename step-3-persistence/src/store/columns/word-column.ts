import { grown } from './value-column.ts'

/**
 * The words of each row's text, as numbers. A text holds what has no space in it exactly if one of its
 * words does, so a search reads each different word once, and then numbers.
 */
export class WordColumn {
  readonly #words: string[] = []
  readonly #codeOf = new Map<string, number>()
  /** The words of all rows one after the other; those of a row that changed lie there twice. */
  #codes: Uint32Array
  #used = 0
  #starts: Uint32Array
  #ends: Uint32Array
  readonly #lastHits = new Map<string, Uint8Array>()

  constructor(rowCount: number) {
    this.#codes = new Uint32Array(rowCount * wordsPerText)
    this.#starts = new Uint32Array(rowCount)
    this.#ends = new Uint32Array(rowCount)
  }

  set(row: number, text: string): void {
    const words = text.split(' ')
    if (this.#used + words.length > this.#codes.length) {
      this.#codes = grown(this.#codes, 2 * (this.#used + words.length))
    }
    const start = this.#used
    for (const word of words) {
      const code = this.#codeOf.get(word) ?? this.#add(word)
      if (!this.#codes.subarray(start, this.#used).includes(code)) this.#codes[this.#used++] = code
    }
    this.#starts[row] = start
    this.#ends[row] = this.#used
  }

  grow(rowCount: number): void {
    this.#starts = grown(this.#starts, rowCount)
    this.#ends = grown(this.#ends, rowCount)
  }

  /** Whether the text of a row holds `part`, in which there is no space. */
  holds(part: string): (row: number) => boolean {
    const isHit = this.#hits(part)
    const codes = this.#codes
    const starts = this.#starts
    const ends = this.#ends
    return (row) => {
      const end = ends[row] as number // A row of the columns has its words.
      for (let at = starts[row] as number; at < end; at++) {
        if (isHit[codes[at] as number] === 1) return true
      }
      return false
    }
  }

  /** The words that hold `part`. A list, its totals and its facets ask for the same one after the other. */
  #hits(part: string): Uint8Array {
    const known = this.#lastHits.get(part) ?? new Uint8Array(0)
    if (known.length === this.#words.length) return known
    const isHit = new Uint8Array(this.#words.length)
    isHit.set(known)
    for (let code = known.length; code < isHit.length; code++) {
      if (this.#words[code]?.includes(part)) isHit[code] = 1
    }
    this.#lastHits.delete(part)
    this.#lastHits.set(part, isHit)
    const [oldest] = this.#lastHits.keys()
    if (this.#lastHits.size > keptCount && oldest !== undefined) this.#lastHits.delete(oldest)
    return isHit
  }

  #add(word: string): number {
    // A copy: a part of a text would keep all of it in memory.
    const copy = Buffer.from(word).toString()
    const code = this.#words.push(copy) - 1
    this.#codeOf.set(copy, code)
    return code
  }
}

/** Parts whose words are known: of a million alerts a part takes 1 MB. */
const keptCount = 4

/** Room at first: a text of 150 B has 13 words. */
const wordsPerText = 13

import type { RowMask } from './row-mask.ts'
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
  /** Which rows hold the parts that were asked for last. Each change keeps them true. */
  readonly #holding = new Map<string, RowMask>()

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
      if (!this.#isThere(code, start)) this.#codes[this.#used++] = code
    }
    this.#starts[row] = start
    this.#ends[row] = this.#used
    for (const [part, rows] of this.#holding) rows[row] = text.includes(part) ? 1 : 0
  }

  grow(rowCount: number): void {
    this.#starts = grown(this.#starts, rowCount)
    this.#ends = grown(this.#ends, rowCount)
    this.#holding.clear()
  }

  /** The rows whose text holds `part`, in which there is no space. A page, its totals and its facets ask for the same. */
  holding(part: string): Readonly<RowMask> {
    const rows = this.#holding.get(part) ?? this.#find(part)
    this.#holding.delete(part)
    this.#holding.set(part, rows)
    const [oldest] = this.#holding.keys()
    if (this.#holding.size > keptCount && oldest !== undefined) this.#holding.delete(oldest)
    return rows
  }

  /** Whether the text whose words begin at `start` has this one already. */
  #isThere(code: number, start: number): boolean {
    for (let at = start; at < this.#used; at++) if (this.#codes[at] === code) return true
    return false
  }

  #find(part: string): RowMask {
    const isHit = new Uint8Array(this.#words.length)
    for (const [code, word] of this.#words.entries()) if (word.includes(part)) isHit[code] = 1
    const codes = this.#codes
    const starts = this.#starts
    const ends = this.#ends
    const rows = new Uint8Array(starts.length)
    for (let row = 0; row < rows.length; row++) {
      let holds = 0
      // A row of the columns has its words.
      for (let at = starts[row] as number, end = ends[row] as number; at < end; at++) {
        holds |= isHit[codes[at] as number] as number
      }
      rows[row] = holds
    }
    return rows
  }

  #add(word: string): number {
    // A copy: a part of a text would keep all of it in memory.
    const copy = Buffer.from(word).toString()
    const code = this.#words.push(copy) - 1
    this.#codeOf.set(copy, code)
    return code
  }
}

/** Parts whose rows are known: of a million alerts a part takes 1 MB. */
const keptCount = 8

/** Room at first: a text of 150 B has 13 words. */
const wordsPerText = 13

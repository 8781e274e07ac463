import { cellNumber, isMissing } from './table-cells.ts'

/** Texts beyond the first 65,536 different ones are all one: that is free text, not a category. */
export const symbolCountMax = 65_536

/** Fewer rows may count up by chance. */
const counterRowCountMin = 20

/** What `text` gives for a cell of free text. */
const otherText = '(other)'

/** One column of a table: every cell as a number, or as one of the column's texts. */
export class TableColumn {
  /** From the header; the number where there is none. */
  readonly name: string
  /** Its place in the table, from 1. */
  readonly number: number
  #numbers = new Float64Array(1024)
  /** For a text its place in `#symbols` from 1, otherwise 0. There are none until the first text. */
  #codes: Int32Array | undefined
  readonly #symbols: string[] = [otherText]
  readonly #codeOf = new Map<string, number>()
  #count = 0
  #textCount = 0
  #missingCount = 0

  constructor(name: string, number: number) {
    this.name = name
    this.number = number
  }

  get rowCount(): number {
    return this.#count
  }

  get textCount(): number {
    return this.#textCount
  }

  get missingCount(): number {
    return this.#missingCount
  }

  /** Whether most of its values are texts, so that it has no meaning as numbers. */
  get isSymbolic(): boolean {
    return this.#textCount * 2 > this.#count - this.#missingCount
  }

  /** Whether it only counts the rows, one by one: that says nothing about any of them. */
  get isRowCounter(): boolean {
    if (this.#count < counterRowCountMin) return false
    for (let row = 1; row < this.#count; row++) {
      if (this.value(row) - this.value(row - 1) !== 1) return false
    }
    return true
  }

  add(cell: string): void {
    this.#grow()
    const value = cellNumber(cell)
    this.#numbers[this.#count] = value
    if (Number.isNaN(value)) {
      if (isMissing(cell)) this.#missingCount++
      else this.#addText(cell)
    }
    this.#count++
  }

  /** The cell as a finite number, NaN where it is missing or a text. */
  value(row: number): number {
    return this.#numbers[row] as number
  }

  /** The cell as text, empty where it is missing; `1` and `1.0` are both the text `1`. */
  text(row: number): string {
    const value = this.#numbers[row] as number
    if (!Number.isNaN(value)) return String(value)
    const code = this.#codes?.[row] ?? 0
    return code === 0 ? '' : (this.#symbols[code - 1] as string)
  }

  #addText(cell: string): void {
    this.#textCount++
    this.#codes ??= new Int32Array(this.#numbers.length)
    this.#codes[this.#count] = this.#codeOf.get(cell) ?? this.#newCode(cell)
  }

  #newCode(cell: string): number {
    if (this.#symbols.length === symbolCountMax) return 1
    const code = this.#symbols.push(cell)
    this.#codeOf.set(cell, code)
    return code
  }

  /** Doubles the room for cells; the arrays cost 8 to 12 bytes a cell. */
  #grow(): void {
    if (this.#count < this.#numbers.length) return
    const numbers = new Float64Array(2 * this.#count)
    numbers.set(this.#numbers)
    this.#numbers = numbers
    if (!this.#codes) return
    const codes = new Int32Array(2 * this.#count)
    codes.set(this.#codes)
    this.#codes = codes
  }
}

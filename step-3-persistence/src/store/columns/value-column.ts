import { addressKey } from '../../alert/address-range.ts'

/** A column of few values: a number for each row, and the value of each number. */
export class ValueColumn {
  #codes: Uint32Array
  readonly #values: (string | number | null)[] = []
  readonly #keys: (string | undefined)[] = []
  readonly #codeOf = new Map<string | number | null, number>()

  constructor(rowCount: number) {
    this.#codes = new Uint32Array(rowCount)
  }

  /** The values in the order of their numbers; some may be of no row any more. */
  get values(): readonly (string | number | null)[] {
    return this.#values
  }

  /** The number of the value of each row. */
  get codes(): Uint32Array {
    return this.#codes
  }

  /** The number of a value that a row has, or had. */
  codeOf(value: string | number | null): number | undefined {
    return this.#codeOf.get(value)
  }

  set(row: number, value: string | number | null): void {
    if (row >= this.#codes.length) this.grow(2 * (row + 1))
    this.#codes[row] = this.#codeOf.get(value) ?? this.#add(value)
  }

  /** By number of a value, what sorts like addresses; undefined for what is none. */
  addressKeys(): readonly (string | undefined)[] {
    for (const value of this.#values.slice(this.#keys.length)) {
      this.#keys.push(addressKey(String(value)))
    }
    return this.#keys
  }

  grow(rowCount: number): void {
    this.#codes = grown(this.#codes, rowCount)
  }

  #add(value: string | number | null): number {
    const code = this.#values.push(value) - 1
    this.#codeOf.set(value, code)
    return code
  }
}

/** The same numbers, with room for more. */
export function grown(numbers: Uint32Array, count: number): Uint32Array {
  const more = new Uint32Array(count)
  more.set(numbers)
  return more
}

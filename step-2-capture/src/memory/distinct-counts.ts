import { KeyIndex } from './key-index.ts'

/** 262,144 distinct things in one window at 40 B are 10 MB; then the distinct counts stand still. */
export const thingCountMax = 262_144

/** Kinds of distinct thing, kept apart in one table. */
export const DistinctKind = { destination: 1, port: 2, pair: 3, arpTarget: 4 } as const

/** How often each host met each thing in the current window. */
export class DistinctThings {
  readonly #index: KeyIndex
  readonly #counts = new Uint32Array(thingCountMax)

  constructor(seed: number) {
    this.#index = new KeyIndex({ wordCount: 3, keyCountMax: thingCountMax, seed })
  }

  /** Counts a thing once more and returns its count, 1 for a new one; 0 when the table is full. */
  count(host: number, kind: number, value: number): number {
    const { key } = this.#index
    key[0] = host
    key[1] = kind
    key[2] = value
    let slot = this.#index.find()
    if (slot === -1) {
      slot = this.#index.add()
      if (slot === -1) return 0
      this.#counts[slot] = 0
    }
    const count = (this.#counts[slot] as number) + 1
    this.#counts[slot] = count
    return count
  }

  clear(): void {
    this.#index.clear()
  }
}

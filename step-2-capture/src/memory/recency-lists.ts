import { grown } from './grown.ts'

/** Slots that there is room for at the start, 12 B each; a later one makes room for twice as many. */
const slotCountAtStart = 64
/** A row for each slot: the slots before and after it, and the number of its list + 1 (0: in none). */
const previous = 0
const next = 1
const membership = 2
const columnCount = 3

/**
 * Several doubly linked lists over slot numbers, each ordered by when a slot was last touched:
 * the head is the one idle for longest. Moving, adding and taking out cost a few array writes.
 */
export class RecencyLists {
  #rows = new Int32Array(slotCountAtStart * columnCount)
  readonly #heads: Int32Array
  readonly #tails: Int32Array

  constructor(listCount: number) {
    this.#heads = new Int32Array(listCount).fill(-1)
    this.#tails = new Int32Array(listCount).fill(-1)
  }

  /** The slot of this list that was idle for longest, or -1. */
  oldest(list: number): number {
    return this.#heads[list] as number
  }

  /** The slot after `slot` in its list, that is the next one to become the oldest, or -1. */
  after(slot: number): number {
    return this.#rows[slot * columnCount + next] as number
  }

  /** Makes the slot the newest of `list`, wherever it was. */
  touch(slot: number, list: number): void {
    const row = slot * columnCount
    if (row >= this.#rows.length) this.#rows = grown(this.#rows, row * 2)
    const before = this.#rows[row + membership] as number
    if (before === list + 1 && this.#tails[list] === slot) return
    if (before !== 0) this.remove(slot)
    const tail = this.#tails[list] as number
    this.#rows[row + previous] = tail
    this.#rows[row + next] = -1
    this.#rows[row + membership] = list + 1
    if (tail === -1) this.#heads[list] = slot
    else this.#rows[tail * columnCount + next] = slot
    this.#tails[list] = slot
  }

  remove(slot: number): void {
    const row = slot * columnCount
    const list = (this.#rows[row + membership] as number) - 1
    if (list === -1) return
    const before = this.#rows[row + previous] as number
    const after = this.#rows[row + next] as number
    if (before === -1) this.#heads[list] = after
    else this.#rows[before * columnCount + next] = after
    if (after === -1) this.#tails[list] = before
    else this.#rows[after * columnCount + previous] = before
    this.#rows[row + membership] = 0
  }
}

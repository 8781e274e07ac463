/**
 * Several doubly linked lists over slot numbers, each ordered by when a slot was last touched:
 * the head is the one idle for longest. Moving, adding and taking out cost a few array writes.
 */
export class RecencyLists {
  readonly #previous: Int32Array
  readonly #next: Int32Array
  readonly #listOf: Int8Array
  readonly #heads: Int32Array
  readonly #tails: Int32Array

  constructor({ slotCount, listCount }: { slotCount: number; listCount: number }) {
    this.#previous = new Int32Array(slotCount)
    this.#next = new Int32Array(slotCount)
    this.#listOf = new Int8Array(slotCount).fill(-1)
    this.#heads = new Int32Array(listCount).fill(-1)
    this.#tails = new Int32Array(listCount).fill(-1)
  }

  /** The slot of this list that was idle for longest, or -1. */
  oldest(list: number): number {
    return this.#heads[list] as number
  }

  /** The slot after `slot` in its list, that is the next one to become the oldest, or -1. */
  after(slot: number): number {
    return this.#next[slot] as number
  }

  /** Makes the slot the newest of `list`, wherever it was. */
  touch(slot: number, list: number): void {
    if (this.#listOf[slot] === list && this.#tails[list] === slot) return
    if (this.#listOf[slot] !== -1) this.remove(slot)
    const tail = this.#tails[list] as number
    this.#previous[slot] = tail
    this.#next[slot] = -1
    if (tail === -1) this.#heads[list] = slot
    else this.#next[tail] = slot
    this.#tails[list] = slot
    this.#listOf[slot] = list
  }

  remove(slot: number): void {
    const list = this.#listOf[slot] as number
    if (list === -1) return
    const before = this.#previous[slot] as number
    const after = this.#next[slot] as number
    if (before === -1) this.#heads[list] = after
    else this.#next[before] = after
    if (after === -1) this.#tails[list] = before
    else this.#previous[after] = before
    this.#listOf[slot] = -1
  }
}

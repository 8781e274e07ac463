import { grown } from '../memory/grown.ts'

/** Ranges that there is room for at the start; parts come in order as a rule, and need one. */
const rangeCountAtStart = 4

/** Ranges [start, end) of bytes, ascending and apart: those that touch are joined. */
export class Ranges {
  count = 0
  /** Start and end of each in turn; what lies behind `count` ranges is left from before. */
  #bounds = new Int32Array(rangeCountAtStart * 2)

  /** Where the last range ends; 0 where there is none. */
  get end(): number {
    return this.count === 0 ? 0 : (this.#bounds[this.count * 2 - 1] as number)
  }

  startOf(index: number): number {
    return this.#bounds[index * 2] as number
  }

  endOf(index: number): number {
    return this.#bounds[index * 2 + 1] as number
  }

  clear(): void {
    this.count = 0
  }

  overlaps(start: number, end: number): boolean {
    for (let i = 0; i < this.count; i++) {
      if (this.startOf(i) < end && start < this.endOf(i)) return true
    }
    return false
  }

  add(start: number, end: number): void {
    let first = 0
    while (first < this.count && this.endOf(first) < start) first++
    let after = first
    while (after < this.count && this.startOf(after) <= end) after++
    const isJoined = after > first
    const from = isJoined ? Math.min(start, this.startOf(first)) : start
    const to = isJoined ? Math.max(end, this.endOf(after - 1)) : end
    this.#replace(first, after)
    this.#bounds[first * 2] = from
    this.#bounds[first * 2 + 1] = to
  }

  /** Makes one range of those from `first` to before `after`, or room for one between two. */
  #replace(first: number, after: number): void {
    const count = this.count + 1 - (after - first)
    if (count * 2 > this.#bounds.length) this.#bounds = grown(this.#bounds, count * 4)
    this.#bounds.copyWithin((first + 1) * 2, after * 2, this.count * 2)
    this.count = count
  }
}

interface Entry<Event> {
  readonly timeUs: number
  readonly order: number
  readonly event: Event
}

/** Events by time (a binary heap); what is due at the same time leaves in the order it came. */
export class EventQueue<Event> {
  readonly #heap: Entry<Event>[] = []
  #order = 0

  get size(): number {
    return this.#heap.length
  }

  /** Time of the next event, or Infinity when there is none. */
  get nextTimeUs(): number {
    return this.#heap[0]?.timeUs ?? Number.POSITIVE_INFINITY
  }

  push(timeUs: number, event: Event): void {
    const heap = this.#heap
    const entry = { timeUs, order: this.#order++, event }
    let hole = heap.length
    heap.push(entry)
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = heap[parent] as Entry<Event>
      if (isBefore(above, entry)) break
      heap[hole] = above
      hole = parent
    }
    heap[hole] = entry
  }

  pop(): Event | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first?.event
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      const left = heap[child]
      if (left === undefined) break
      const right = heap[child + 1]
      if (right !== undefined && isBefore(right, left)) child++
      const least = heap[child] as Entry<Event>
      if (isBefore(last, least)) break
      heap[hole] = least
      hole = child
    }
    heap[hole] = last
    return first.event
  }
}

function isBefore(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.timeUs < b.timeUs || (a.timeUs === b.timeUs && a.order < b.order)
}

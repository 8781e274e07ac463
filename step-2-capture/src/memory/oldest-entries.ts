/** 256 entries are looked up in one walk: a step of it costs as much as the deletion that it is for. */
const batchSize = 256

/**
 * The oldest entry of a map, asked for again and again while the front is taken away. A map keeps
 * the places of what was deleted until it is rehashed, and each new iterator walks over all of
 * them; so the oldest are looked up many at a time. (An iterator that is kept would hold on to
 * every table that the map has outgrown.)
 */
export class OldestEntries<K, V extends object> {
  readonly #map: ReadonlyMap<K, V>
  #batch: (readonly [K, V])[] = []

  constructor(map: ReadonlyMap<K, V>) {
    this.#map = map
  }

  /** The oldest entry, which must be deleted (it may be added again) before the next is asked for. */
  next(): readonly [K, V] | undefined {
    for (;;) {
      if (this.#batch.length === 0) this.#refill()
      const entry = this.#batch.pop()
      // What was deleted since, or replaced and so made new, is not the oldest any more.
      if (!entry || this.#map.get(entry[0]) === entry[1]) return entry
    }
  }

  #refill(): void {
    for (const entry of this.#map) {
      this.#batch.push(entry)
      if (this.#batch.length === batchSize) break
    }
    this.#batch.reverse()
  }
}

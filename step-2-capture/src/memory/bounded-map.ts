export interface BoundedMapOptions<K, V> {
  /** Most entries at once; an entry costs about 100 B beside its value. */
  readonly countMax: number
  /** Called with each entry that had to make room. */
  readonly onEvict?: (value: V, key: K) => void
  /** Whether the oldest entry gets a second chance, as the newest; must not say so for ever. */
  readonly isSpared?: (value: V) => boolean
}

interface Entry<K, V> {
  readonly key: K
  value: V
  older: Entry<K, V> | undefined
  newer: Entry<K, V> | undefined
}

/**
 * A map of at most `countMax` entries: a further one evicts the oldest, which is counted. Each entry
 * knows its neighbours in age, because a `Map` finds its first entry by walking over the places of
 * all that were deleted before it.
 */
export class BoundedMap<K, V> {
  evictedCount = 0
  readonly #options: BoundedMapOptions<K, V>
  readonly #entries = new Map<K, Entry<K, V>>()
  #oldest: Entry<K, V> | undefined
  #newest: Entry<K, V> | undefined

  constructor(options: BoundedMapOptions<K, V>) {
    this.#options = options
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: K): V | undefined {
    return this.#entries.get(key)?.value
  }

  has(key: K): boolean {
    return this.#entries.has(key)
  }

  /** Sets the value of a key, which keeps its age if it was there. */
  set(key: K, value: V): void {
    const known = this.#entries.get(key)
    if (known) known.value = value
    else this.#add(key, value)
  }

  /** Sets the value of a key and makes it the newest. */
  renew(key: K, value: V): void {
    this.delete(key)
    this.#add(key, value)
  }

  delete(key: K): boolean {
    const entry = this.#entries.get(key)
    if (!entry) return false
    this.#entries.delete(key)
    if (entry.older) entry.older.newer = entry.newer
    else this.#oldest = entry.newer
    if (entry.newer) entry.newer.older = entry.older
    else this.#newest = entry.older
    return true
  }

  /** Oldest first; entries may be deleted on the way. */
  *[Symbol.iterator](): Generator<readonly [K, V]> {
    for (const [key, { value }] of this.#entries) yield [key, value]
  }

  /** Oldest first; entries may be deleted on the way. */
  *values(): Generator<V> {
    for (const { value } of this.#entries.values()) yield value
  }

  #add(key: K, value: V): void {
    if (this.#entries.size >= this.#options.countMax) this.#evictOldest()
    const entry: Entry<K, V> = { key, value, older: this.#newest, newer: undefined }
    if (this.#newest) this.#newest.newer = entry
    else this.#oldest = entry
    this.#newest = entry
    this.#entries.set(key, entry)
  }

  #evictOldest(): void {
    const { onEvict, isSpared } = this.#options
    let entry = this.#oldest
    while (entry && isSpared?.(entry.value)) {
      this.renew(entry.key, entry.value)
      entry = this.#oldest
    }
    if (!entry) return
    this.delete(entry.key)
    this.evictedCount++
    onEvict?.(entry.value, entry.key)
  }
}

/**
 * The oldest key of a map or a set, asked for again and again while the front is taken away. A map
 * keeps the places of what was deleted until it is rehashed, and a new iterator walks over all of
 * them; one that is kept goes on where it was, and comes to what was added since.
 */
export class OldestKey<K> {
  readonly #keyed: ReadonlyMap<K, unknown> | ReadonlySet<K>
  #keys: Iterator<K, undefined>

  constructor(keyed: ReadonlyMap<K, unknown> | ReadonlySet<K>) {
    this.#keyed = keyed
    this.#keys = keyed.keys()
  }

  /** The oldest key, which must be deleted (it may be added again) before the next is asked for. */
  next(): K | undefined {
    const next = this.#keys.next()
    if (!next.done) return next.value
    // An iterator that has come to the end stays there.
    this.#keys = this.#keyed.keys()
    return this.#keys.next().value
  }
}

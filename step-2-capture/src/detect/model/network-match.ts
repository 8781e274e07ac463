import type { HostId } from '../../flow/host-rows.ts'

/** Fewer windows say too little about a network: six minutes of ten hosts. */
const windowCountMin = 360
/** Where more than one host in ten is unusual, the model does not know the network. */
const strangeHostShareMax = 0.1

/** Whether the model was trained on a network like this one. */
export type MatchVerdict = 'unknown' | 'matches' | 'differs'

/**
 * Whether a model knows the network at hand. An attack makes one host unusual, or a few; a model
 * of another network finds many unusual at once. Costs two numbers a host.
 */
export class NetworkMatch {
  #windowCount = 0
  readonly #seen = new Set<number>()
  readonly #strange = new Set<number>()

  /** Counts a window; hosts are those of the host table, so there are never more than it holds. */
  count(host: HostId, isStrange: boolean): void {
    this.#windowCount++
    this.#seen.add(host)
    if (isStrange) this.#strange.add(host)
  }

  forget(host: HostId): void {
    this.#seen.delete(host)
    this.#strange.delete(host)
  }

  get verdict(): MatchVerdict {
    // One strange host may always be the attacker, and the second the host that it attacks.
    const strangeMax = Math.max(2, strangeHostShareMax * this.#seen.size)
    if (this.#strange.size > strangeMax) return 'differs'
    return this.#windowCount < windowCountMin ? 'unknown' : 'matches'
  }
}

import type { HostId } from '../../flow/host-rows.ts'

/** Fewer windows than that are no experience with a network: six minutes of ten hosts. */
const windowCountMin = 360
/** Where more than one host in ten looks strange, the strange thing is the model. */
const strangeHostShareMax = 0.1

export type Fit = 'unknown' | 'fits' | 'unlike'

/**
 * Whether a model knows the network at hand. An attack makes one host strange, or a few; a model
 * of another network makes many strange at once. Costs two numbers a host.
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

  get fit(): Fit {
    // One strange host may always be the attacker, and the second the host that it attacks.
    const strangeMax = Math.max(2, strangeHostShareMax * this.#seen.size)
    if (this.#strange.size > strangeMax) return 'unlike'
    return this.#windowCount < windowCountMin ? 'unknown' : 'fits'
  }
}

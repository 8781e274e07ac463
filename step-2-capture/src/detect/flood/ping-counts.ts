import type { HostId } from '../../flow/host-rows.ts'

/** The pings that each host got in its current period: 12 B a host, 1.7 MB. */
export class PingCounts {
  readonly #periodUs: number
  readonly #counts: Uint32Array
  readonly #sinceUs: Float64Array

  constructor(hostCountMax: number, periodSeconds: number) {
    this.#periodUs = periodSeconds * 1e6
    this.#counts = new Uint32Array(hostCountMax)
    this.#sinceUs = new Float64Array(hostCountMax)
  }

  /** Counts a ping, and gives those within the period that began with the first of them. */
  add(host: HostId, timeUs: number): number {
    if (timeUs - this.#sinceUs[host]! > this.#periodUs) {
      this.#sinceUs[host] = timeUs
      this.#counts[host] = 0
    }
    this.#counts[host]! += 1
    return this.#counts[host]!
  }

  /** When the current period of a host began. */
  sinceUs(host: HostId): number {
    return this.#sinceUs[host]!
  }

  /** A host id is about to be given to another address. */
  forget(host: HostId): void {
    this.#sinceUs[host] = 0
  }
}

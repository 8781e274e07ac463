import { readWord } from '../memory/address-words.ts'

/** Services that are remembered: 65,536 fingerprints of 4 B are 262 kB. */
const slotCount = 65_536

/** One end of a packet. */
export interface Endpoint {
  readonly addressOffset: number
  readonly addressLength: number
  readonly port: number
  readonly protocol: number
}

/**
 * Which ports of which hosts have answered, so that a conversation that goes on after its flow was
 * over keeps its roles. A fingerprint takes the place of another one now and then: then the server is
 * not known, as it was not before. Two services with one fingerprint are one in four thousand million.
 */
export class KnownServices {
  readonly #fingerprints = new Uint32Array(slotCount)
  readonly #seed: () => number

  /** @param seed See `Traffic.byteSeed`: which service is forgotten depends on it. */
  constructor(seed: () => number) {
    this.#seed = seed
  }

  add(bytes: Uint8Array, endpoint: Endpoint): void {
    const fingerprint = this.#fingerprintOf(bytes, endpoint)
    this.#fingerprints[fingerprint & (slotCount - 1)] = fingerprint
  }

  has(bytes: Uint8Array, endpoint: Endpoint): boolean {
    const fingerprint = this.#fingerprintOf(bytes, endpoint)
    return this.#fingerprints[fingerprint & (slotCount - 1)] === fingerprint
  }

  /** Never 0, which is an empty place. */
  #fingerprintOf(bytes: Uint8Array, endpoint: Endpoint): number {
    const { addressOffset, addressLength, port, protocol } = endpoint
    let hash = Math.imul(this.#seed() ^ (protocol << 16) ^ port, 0x9e3779b1)
    for (let at = addressOffset; at < addressOffset + addressLength; at += 4) {
      hash = Math.imul(hash ^ readWord(bytes, at), 0x85ebca6b)
      hash ^= hash >>> 15
    }
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    return (hash ^ (hash >>> 16)) >>> 0 || 1
  }
}

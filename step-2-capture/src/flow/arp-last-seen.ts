import { KeyIndex } from '../memory/key-index.ts'

/** 65,536 IPv4 addresses at 36 B are 2 MB: a /16 network. The one learned first goes first. */
const addressCountMax = 65_536

/** When each IPv4 address last spoke for itself in ARP: such a host exists. */
export class ArpLastSeen {
  readonly #index: KeyIndex
  readonly #heardUs = new Float64Array(addressCountMax)
  #oldest = 0

  constructor(seed: number) {
    this.#index = new KeyIndex({ wordCount: 1, keyCountMax: addressCountMax, seed })
  }

  hear(address: number, timeUs: number): void {
    this.#index.key[0] = address
    let slot = this.#index.find()
    if (slot === -1) {
      if (this.#index.isFull) {
        // Slots were given out in order, and the one that is freed is the next that is given out.
        this.#index.remove(this.#oldest)
        this.#oldest = (this.#oldest + 1) % addressCountMax
      }
      slot = this.#index.add()
    }
    this.#heardUs[slot] = timeUs
  }

  /** When the address last spoke, or -Infinity. */
  lastUs(address: number): number {
    this.#index.key[0] = address
    const slot = this.#index.find()
    return slot === -1 ? Number.NEGATIVE_INFINITY : (this.#heardUs[slot] as number)
  }
}

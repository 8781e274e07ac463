import type { HostId } from '../flow/host-rows.ts'
import { KeyIndex } from '../memory/key-index.ts'

/** 131,072 pairs at 36 B are 5 MB; the pair learned first is forgotten first. */
const pairCountMax = 131_072

/** Which hosts have opened flows to which others, ever since the capture began. */
export class KnownPeers {
  readonly #index: KeyIndex
  #oldest = 0

  constructor(seed: number) {
    this.#index = new KeyIndex({ wordCount: 2, keyCountMax: pairCountMax, seed })
  }

  /** Remembers a pair and says whether it is new. */
  meet(host: HostId, peer: HostId): boolean {
    const { key } = this.#index
    key[0] = host
    key[1] = peer
    if (this.#index.find() !== -1) return false
    if (this.#index.isFull) {
      // Slots were given out in order, and the one that is freed is the next that is given out.
      this.#index.remove(this.#oldest)
      this.#oldest = (this.#oldest + 1) % pairCountMax
    }
    this.#index.add()
    return true
  }
}

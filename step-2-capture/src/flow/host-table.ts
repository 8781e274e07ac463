import { AddressFamily, addressText, writeAddressWords } from '../memory/address-words.ts'
import { KeyIndex } from '../memory/key-index.ts'
import { RecencyLists } from '../memory/recency-lists.ts'
import { flowCountMax } from './flow-column.ts'
import { HostColumn, type HostId, HostRows, noHost } from './host-rows.ts'

/**
 * Twice the flows and some: a host with an open flow is never evicted, and a flow has two ends.
 * 139,264 hosts at 110 B (key, buckets, columns, lists) are 15 MB.
 */
export const hostCountMax = 2 * flowCountMax + 8_192

export interface HostTableOptions {
  readonly seed: number
  readonly hostCountMax?: number
  /** Called before a host's id is given to another address: drop what you keep about it. */
  readonly onEvict: (host: HostId) => void
}

/** Gives each address a small number, its host id, so that the packet path handles no strings. */
export class HostTable extends HostRows {
  readonly countMax: number
  #evictedCount = 0
  readonly #index: KeyIndex
  readonly #recency: RecencyLists
  readonly #texts = new Map<number, string>()
  readonly #onEvict: (host: HostId) => void

  constructor(options: HostTableOptions) {
    const countMax = options.hostCountMax ?? hostCountMax
    super()
    this.countMax = countMax
    this.#index = new KeyIndex({ wordCount: 5, keyCountMax: this.countMax, seed: options.seed })
    this.#recency = new RecencyLists(1)
    this.#onEvict = options.onEvict
  }

  get count(): number {
    return this.#index.count
  }

  get evictedCount(): number {
    return this.#evictedCount
  }

  /** The id of the address of 4, 6 (MAC) or 16 bytes at `offset`; a new one is added. */
  intern(bytes: Uint8Array, offset: number, length: number, timeUs: number): HostId {
    let host = this.find(bytes, offset, length)
    if (host === noHost) host = this.#add(timeUs)
    else this.#recency.touch(host, 0)
    return host
  }

  /** The id of the address, or `noHost`. */
  find(bytes: Uint8Array, offset: number, length: number): HostId {
    const { key } = this.#index
    key[0] =
      length === 4 ? AddressFamily.ipv4 : length === 16 ? AddressFamily.ipv6 : AddressFamily.mac
    writeAddressWords(key, 1, bytes, offset, length)
    return this.#index.find() as HostId
  }

  /** AddressFamily of the host. */
  family(host: HostId): number {
    return this.#index.word(host, 0)
  }

  /** One of the four words of the address; the last holds an IPv4 address. */
  addressWord(host: HostId, word: number): number {
    return this.#index.word(host, 1 + word)
  }

  /** The address as text; made once a host, since only people need it. */
  text(host: HostId): string {
    let text = this.#texts.get(host)
    if (text === undefined) {
      const words = [0, 1, 2, 3].map((word) => this.addressWord(host, word))
      text = addressText(this.family(host), words)
      this.#texts.set(host, text)
    }
    return text
  }

  /** Calls back for every host, the one that was quiet for longest first. */
  forEach(visit: (host: HostId) => void): void {
    for (
      let host = this.#recency.oldest(0) as HostId;
      host !== -1;
      host = this.#recency.after(host) as HostId
    ) {
      visit(host)
    }
  }

  #add(timeUs: number): HostId {
    if (this.#index.isFull) this.#evictOldest()
    const host = this.#index.add() as HostId
    this.clear(host)
    this.set(host, HostColumn.firstUs, timeUs)
    this.set(host, HostColumn.lastUs, timeUs)
    this.#recency.touch(host, 0)
    return host
  }

  /** Hosts with open flows stay; there are at most two a flow, fewer than this table holds. */
  #evictOldest(): void {
    let host = this.#recency.oldest(0) as HostId
    while (this.value(host, HostColumn.openFlows) > 0) {
      const following = this.#recency.after(host) as HostId
      this.#recency.touch(host, 0)
      host = following
    }
    // The key in scratch space is about to be added: keep it while callbacks run.
    const wanted = this.#index.key.slice()
    this.#onEvict(host)
    this.#recency.remove(host)
    this.#index.remove(host)
    this.#texts.delete(host)
    this.#evictedCount++
    this.#index.key.set(wanted)
  }
}

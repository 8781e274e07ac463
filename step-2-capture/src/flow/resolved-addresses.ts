import { type DnsMessage, DnsType } from '../decode/dns.ts'
import { AddressFamily, writeAddressWords } from '../memory/address-words.ts'
import { KeyIndex } from '../memory/key-index.ts'
import type { HostId } from './host-rows.ts'
import type { HostTable } from './host-table.ts'

/** 65,536 addresses at 48 B are 3 MB; the one learned first is forgotten first. */
const addressCountMax = 65_536

/** Addresses that a host received for a name: a client that connects to one of them asked for it. */
export class ResolvedAddresses {
  readonly #index: KeyIndex
  #oldest = 0

  constructor(seed: number) {
    this.#index = new KeyIndex({ wordCount: 4, keyCountMax: addressCountMax, seed })
  }

  /** Learns the addresses in an answer; `bytes` are those that `message` was parsed from. */
  learn(message: DnsMessage, bytes: Uint8Array): void {
    for (let i = 0; i < message.answerCount; i++) {
      const answer = message.answers[i] as (typeof message.answers)[number]
      const { type, dataLength, dataOffset } = answer
      const isAddress =
        (type === DnsType.a && dataLength === 4) || (type === DnsType.aaaa && dataLength === 16)
      if (isAddress) this.#add(bytes, dataOffset, dataLength)
    }
  }

  has(hosts: HostTable, host: HostId): boolean {
    const { key } = this.#index
    if (hosts.family(host) === AddressFamily.mac) return false
    for (let word = 0; word < 4; word++) key[word] = hosts.addressWord(host, word)
    return this.#index.find() !== -1
  }

  #add(bytes: Uint8Array, offset: number, length: number): void {
    writeAddressWords(this.#index.key, 0, bytes, offset, length)
    if (this.#index.find() !== -1) return
    if (this.#index.isFull) {
      // Slots were given out in order, and the one that is freed is the next that is given out.
      this.#index.remove(this.#oldest)
      this.#oldest = (this.#oldest + 1) % addressCountMax
    }
    this.#index.add()
  }
}

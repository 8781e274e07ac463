import { type DnsMessage, DnsType } from '../../decode/dns.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { RuleMatch } from './rule-set.ts'

/** Addresses of names that a rule knows, 200 B each: 205 kB. */
export const namedAddressCountMax = 1_024

/** What a name stands for that was asked for, and is known to be bad. */
export interface NamedHost {
  readonly match: RuleMatch
  readonly name: string
}

/** Addresses that DNS gave out for names that rules know: a question alone is no visit. */
export class NamedHosts {
  readonly #addresses = new BoundedMap<string, NamedHost>({ countMax: namedAddressCountMax })

  /** Learns the addresses in an answer; `bytes` are those that `dns` was parsed from. */
  learn(dns: DnsMessage, bytes: Uint8Array, named: NamedHost): void {
    for (let i = 0; i < dns.answerCount; i++) {
      const { type, dataOffset, dataLength } = dns.answers[i] as (typeof dns.answers)[number]
      if (type !== DnsType.a && type !== DnsType.aaaa) continue
      const address = bytes.subarray(dataOffset, dataOffset + dataLength)
      this.#addresses.set(Buffer.from(address).toString('hex'), named)
    }
  }

  /** The name behind the responder of a flow. Most captures have none, and cost nothing. */
  of(flow: FlowId, { flows, hosts }: Traffic): NamedHost | undefined {
    if (this.#addresses.size === 0) return undefined
    const host = flows.responder(flow)
    const words = [0, 1, 2, 3].map((word) =>
      hosts.addressWord(host, word).toString(16).padStart(8, '0'),
    )
    return this.#addresses.get(words[3] ?? '') ?? this.#addresses.get(words.join(''))
  }
}

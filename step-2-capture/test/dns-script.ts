import {
  addressData,
  answerFlags,
  DnsCode,
  DnsType,
  dnsMessage,
  queryFlags,
} from '../src/simulate/packet-builder/dns.ts'
import type { TrafficScript } from './traffic-script.ts'

export const resolver = '10.0.0.53:53'

export interface Lookup {
  readonly client: string
  readonly name: string
  readonly type?: number
  /** What the resolver says: an address, `missing` for NXDOMAIN, or nothing at all. */
  readonly answer?: string
}

/** A question for a text, and the text. */
export function fetchText(script: TrafficScript, client: string, name: string, text: string): void {
  const question = { name, type: DnsType.txt }
  const id = script.records.length & 0xffff
  const from = script.client(client)
  script.udp(from, resolver, dnsMessage({ id, flags: queryFlags, questions: [question] }))
  const data = Buffer.from(`${String.fromCharCode(text.length)}${text}`, 'latin1')
  const answers = [{ ...question, timeToLiveS: 5, data }]
  const flags = answerFlags(DnsCode.noError)
  script.wait(0.01).udp(resolver, from, dnsMessage({ id, flags, questions: [question], answers }))
}

/** A DNS question and its answer. */
export function lookUp(script: TrafficScript, { client, name, type, answer }: Lookup): void {
  const question = { name, type: type ?? DnsType.a }
  const id = script.records.length & 0xffff
  const from = script.client(client)
  script.udp(from, resolver, dnsMessage({ id, flags: queryFlags, questions: [question] }))
  if (answer === undefined) return
  const isMissing = answer === 'missing'
  const flags = answerFlags(isMissing ? DnsCode.noSuchName : DnsCode.noError)
  const answers = isMissing ? [] : [{ ...question, timeToLiveS: 60, data: addressData(answer) }]
  script.wait(0.01).udp(resolver, from, dnsMessage({ id, flags, questions: [question], answers }))
}

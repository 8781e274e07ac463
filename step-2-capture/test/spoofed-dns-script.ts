import {
  addressData,
  answerFlags,
  DnsType,
  dnsMessage,
  queryFlags,
} from '../src/simulate/packet-builder/dns.ts'
import type { TrafficScript } from './traffic-script.ts'

export interface Resolving {
  /** With its port. */
  readonly client: string
  readonly server?: string
  readonly id: number
  readonly name: string
  readonly addresses?: readonly string[]
  /** Response code; by default 0, or 3 where there is no address. */
  readonly code?: number
  /** MAC address of the sender, where it is not the server's. */
  readonly device?: string
}

export function askName(
  script: TrafficScript,
  { client, server = '10.0.0.53', id, name }: Resolving,
): TrafficScript {
  const questions = [{ name, type: DnsType.a }]
  const message = dnsMessage({ id, flags: queryFlags, questions })
  return script.udp(client, `${server}:53`, message).wait(0.001)
}

export function answerQuery(script: TrafficScript, answer: Resolving): TrafficScript {
  const { client, server = '10.0.0.53', id, name, addresses = [], device } = answer
  const { code = addresses.length === 0 ? 3 : 0 } = answer
  const question = { name, type: DnsType.a }
  const message = dnsMessage({
    id,
    flags: answerFlags(code),
    questions: [question],
    answers: addresses.map((address) => ({
      ...question,
      timeToLiveS: 60,
      data: addressData(address),
    })),
  })
  script.udp(`${server}:53`, client, message).wait(0.01)
  if (device) script.records.at(-1)?.bytes.set(Buffer.from(device.replaceAll(':', ''), 'hex'), 6)
  return script
}

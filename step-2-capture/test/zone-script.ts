import { answerFlags, dnsMessage } from '../src/simulate/packet-builder/dns.ts'
import type { TrafficScript } from './traffic-script.ts'

export interface ZoneTransfer {
  readonly client: string
  readonly server: string
  /** 252 for the whole zone by default, 251 for what changed. */
  readonly type?: number
  /** Response code; 0 by default. */
  readonly code?: number
  readonly recordCount?: number
  readonly zone?: string
}

/** A client asks a server for a zone by TCP, and is answered. */
export function transferZone(script: TrafficScript, transfer: ZoneTransfer): TrafficScript {
  const { client, server, type = 252, code = 0, recordCount = 3, zone = 'corp.example' } = transfer
  const questions = [{ name: zone, type }]
  const record = { name: zone, type: 2, timeToLiveS: 60, data: `ns.${zone}` }
  const answers = code === 0 ? new Array(recordCount).fill(record) : []
  const query = framed(dnsMessage({ id: 7, flags: 0, questions }))
  const answer = framed(dnsMessage({ id: 7, flags: answerFlags(code), questions, answers }))
  return script.connection(client, `${server}:53`, { says: [query, answer] }).wait(1)
}

/** A primary tells a secondary that a zone has changed (RFC 1996). */
export function notify(
  script: TrafficScript,
  { primary, secondary }: { primary: string; secondary: string },
): TrafficScript {
  const questions = [{ name: 'corp.example', type: 6 }]
  const message = dnsMessage({ id: 9, flags: 0x2400, questions })
  return script.udp(script.client(primary), `${secondary}:53`, message).wait(0.1)
}

/** Over TCP the length of a message stands before it. */
function framed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([message.length >> 8, message.length & 255]), message])
}

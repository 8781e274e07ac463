import { dnsMessage, queryFlags } from '../src/simulate/packet-builder/dns.ts'
import type { TrafficScript } from './traffic-script.ts'

export interface Asked {
  readonly count?: number
  readonly port?: number
  readonly answerBytes?: number
  readonly gapSeconds?: number
  readonly from?: string
  /** The type of record that a question of DNS is for, which has a number of its own each time. */
  readonly recordType?: number
  readonly differs?: boolean
}

/** Questions of 40 bytes, and what comes back. */
export function ask(script: TrafficScript, given: Asked = {}): TrafficScript {
  const { count = 30, port = 123, answerBytes = 400, gapSeconds = 0.1 } = given
  const { from = '203.0.113.9', recordType, differs = false } = given
  const service = `10.0.0.9:${port}`
  for (let i = 0; i < count; i++) {
    const question = recordType === undefined ? Buffer.alloc(40, 0x17) : dnsQuestion(i, recordType)
    if (differs) question.writeUInt16BE(i, 20)
    script.udp(`${from}:4000`, service, question)
    const answer = Buffer.concat([question, Buffer.alloc(answerBytes, 7)])
    if (recordType !== undefined) answer[2] = 0x81
    script.udp(service, `${from}:4000`, answer).wait(gapSeconds)
  }
  return script
}

function dnsQuestion(id: number, type: number): Buffer {
  const questions = [{ name: 'large.example', type }]
  return Buffer.from(dnsMessage({ id, flags: queryFlags, questions }))
}

import type { TrafficScript } from './traffic-script.ts'

export interface Asked {
  readonly count?: number
  readonly port?: number
  readonly answerBytes?: number
  readonly gapSeconds?: number
  readonly from?: string
  /** Whether the first two bytes are a number, as in DNS. */
  readonly isNumbered?: boolean
  readonly differs?: boolean
}

/** Questions of 40 bytes, and what comes back. */
export function ask(script: TrafficScript, given: Asked = {}): TrafficScript {
  const { count = 30, port = 123, answerBytes = 400, gapSeconds = 0.1 } = given
  const { from = '203.0.113.9', isNumbered = false, differs = false } = given
  const service = `10.0.0.9:${port}`
  for (let i = 0; i < count; i++) {
    const question = Buffer.alloc(40, 0x17)
    if (isNumbered) question.writeUInt16BE(i)
    if (differs) question.writeUInt16BE(i, 20)
    script.udp(`${from}:4000`, service, question)
    script.udp(service, `${from}:4000`, Buffer.alloc(answerBytes, 7)).wait(gapSeconds)
  }
  return script
}

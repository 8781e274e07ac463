import type { TrafficScript } from './traffic-script.ts'

export interface Relayed {
  readonly client?: string
  /** Letters, each in a session of its own, to a domain of its own. */
  readonly count?: number
  readonly senderCount?: number
  readonly domainCount?: number
  readonly gapSeconds?: number
  readonly text?: string
}

/** Letters to many domains by one mail server. */
export function relay(script: TrafficScript, given: Relayed = {}): TrafficScript {
  const { client = '10.0.0.66', count = 20, senderCount = 5, domainCount = count } = given
  const { gapSeconds = 1, text = 'Hello' } = given
  for (let i = 0; i < count; i++) {
    const says = [
      '',
      '220 mail.example ESMTP\r\n',
      'HELO pc\r\n',
      '250 mail.example\r\n',
      `MAIL FROM:<name${i % senderCount}@host.example>\r\n`,
      '250 Ok\r\n',
      `RCPT TO:<any@domain${i % domainCount}.example>\r\n`,
      '250 Ok\r\n',
      'DATA\r\n',
      '354 End data with .\r\n',
      `Subject: x\r\n\r\n${text}\r\n.\r\n`,
      '250 Ok\r\n',
    ]
    script.connection(client, '10.0.0.25:25', { says }).wait(gapSeconds)
  }
  return script
}

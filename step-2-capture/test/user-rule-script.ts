import type { Detection } from '../src/detect/seam/detection.ts'
import { compileRules } from '../src/detect/user-rules/compile-rules.ts'
import { userRulesOf } from '../src/detect/user-rules/user-rules.ts'
import { TrafficScript } from './traffic-script.ts'

export const [client, server] = ['192.168.1.5', '203.0.113.80']

/** What the two ends say in turn, the client first; an empty text is skipped. */
export type Turns = readonly (string | Uint8Array)[]

/** A detector for these rules, all of which must compile. */
export function rulesOf(...lines: string[]) {
  const { rules, refused } = compileRules([{ path: 'own.rules', content: lines.join('\n') }], {})
  if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join('; '))
  return userRulesOf(rules, 'test')
}

/** A TCP connection in which each turn comes in segments of `size` bytes. */
export function spoken(
  turns: Turns,
  size: number,
  port = 80,
  script = new TrafficScript(),
): TrafficScript {
  const says: (string | Uint8Array)[] = []
  turns.forEach((turn, index) => {
    const bytes = typeof turn === 'string' ? Buffer.from(turn, 'latin1') : turn
    for (let at = 0; at < bytes.length; at += size) {
      // The other end says nothing in between.
      if (says.length % 2 !== index % 2) says.push('')
      says.push(bytes.subarray(at, at + size))
    }
  })
  return script.connection(client, `${server}:${port}`, { says })
}

/** Numbers of the rules that these detections are of, each once. */
export function sidsOf(detections: readonly Detection[]): number[] {
  const sids = detections.map(({ title }) => Number(/\(rule (\d+)\)/.exec(title)?.[1]))
  return [...new Set(sids)].sort((a, b) => a - b)
}

export function request(target: string, { headers = '', body = '', method = 'GET' } = {}): string {
  const length = body === '' ? '' : `Content-Length: ${body.length}\r\n`
  return `${method} ${target} HTTP/1.1\r\nHost: Shop.Example:8080\r\nUser-Agent: Probe/1.0\r\n${headers}${length}\r\n${body}`
}

export function response(
  body: string | Uint8Array,
  { headers = '', line = '200 OK' } = {},
): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body
  const head = `HTTP/1.1 ${line}\r\nServer: own\r\n${headers}Content-Length: ${bytes.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes])
}

import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { TcpFlag } from '../decode/frame.ts'
import { signatures, streamReport } from '../detect/signature/signatures.ts'
import { Engine } from '../engine.ts'
import { streamBytesMax } from './stream-head.ts'
import { streamCountMax } from './stream-heads.ts'

const [client, server] = ['192.0.2.1:40000', '198.51.100.5:80'] as const
const attack = "GET /item?id=1'%20UNION%20SELECT%20user,password%20FROM%20users-- HTTP/1.1\r\n\r\n"
const harmless = attack.replace("1'%20UNION%20SELECT", '1234%20green%20pears')

/** Runs an open connection whose client sends these parts, as [place in the stream, text]. */
function run(...parts: readonly (readonly [at: number, text: string])[]) {
  const script = new TrafficScript().connection(client, server, { says: [], end: 'open' })
  for (const [at, payload] of parts) {
    const segment = { sequence: 1001 + at, acknowledgement: 5001, payload }
    script.wait(0.001).tcp(client, server, TcpFlag.psh | TcpFlag.ack, segment)
  }
  return engineOf(script)
}

function engineOf(script: TrafficScript) {
  const kinds: string[] = []
  const engine = new Engine({
    capture: { source: 'pcap', name: 'script' },
    detectors: [signatures],
    seed: 1,
    onDetection: ({ kind }) => kinds.push(kind),
  })
  engine.push(script.bytes())
  return { kinds, streams: engine.reports.read(streamReport) }
}

describe('TCP streams', () => {
  const [kind] = run([0, attack]).kinds

  it('hide no attack that lies across segments, or comes out of order, or twice', () => {
    expect(kind).toBeDefined()
    const parts = [0, 16, 24, 30].map((at, i, all) => [at, attack.slice(at, all[i + 1])] as const)
    const [a, b, c, d] = parts as [
      (typeof parts)[0],
      (typeof parts)[0],
      (typeof parts)[0],
      (typeof parts)[0],
    ]
    for (const order of [
      [a, b, c, d],
      [a, d, c, b],
      [a, c, a, b, b, d],
    ]) {
      const { kinds, streams } = run(...order)
      expect(kinds).toEqual([kind])
      expect(streams).toMatchObject({ conflicting: 0, skipped_gaps: 0 })
    }
  })

  it('keep what came first where a segment comes again with other bytes, and count it', () => {
    const [begin, rest] = [harmless.slice(0, 40), harmless.slice(40)]
    const later = run([0, begin], [0, attack.slice(0, 40)], [40, rest])
    expect(later).toMatchObject({ kinds: [], streams: { conflicting: 1 } })
    const first = run([0, attack.slice(0, 40)], [0, begin], [40, attack.slice(40)])
    expect(first).toMatchObject({ kinds: [kind], streams: { conflicting: 1 } })
  })

  it('compare early segments as well', () => {
    const { streams } = run([0, 'GET '], [8, 'early'], [8, 'other'])
    expect(streams).toMatchObject({ conflicting: 1 })
  })

  it('count gaps that are passed over, and bytes that no detector looks at', () => {
    const behind = Array.from({ length: 9 }, (_, n) => [100 + n * 10, 'x'] as const)
    expect(run([0, 'GET '], ...behind).streams).toMatchObject({ skipped_gaps: 1 })
    const far = run([0, 'GET '], [streamBytesMax - 2, 'abcde']).streams
    expect(far).toMatchObject({ beyond_bytes: 3, skipped_gaps: 0 })
  })

  it('stay within their limit: the oldest goes, and is counted', () => {
    const script = new TrafficScript()
    for (let n = 0; n < streamCountMax + 3; n++) {
      const address = `10.0.${n >> 8}.${n & 255}`
      script.connection(address, server, { says: ['GET / HT'], end: 'open' })
    }
    expect(engineOf(script).streams).toMatchObject({ count: streamCountMax, evicted: 3 })
  })
})

import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { TcpFlag } from '../decode/frame.ts'
import { Engine } from '../engine.ts'
import { type FlowBatch, FlowReports, recordOf } from './flow-report.ts'

const { syn, ack, psh } = TcpFlag
const client = '192.0.2.1:40000'
const server = '198.51.100.5:80'

/** What is reported of a script, as it stands before and after the end of the capture. */
function reportsOf(script: TrafficScript): {
  early: FlowBatch | undefined
  late: FlowBatch | undefined
} {
  let reports: FlowReports | undefined
  const capture = { source: 'pcap', name: 'script' } as const
  const engine = new Engine({
    capture,
    detectors: [],
    observers: [
      (traffic) => {
        reports = new FlowReports(traffic, capture)
        return reports
      },
    ],
    seed: 1,
    onDetection: () => {},
  })
  engine.push(script.bytes())
  const early = reports?.take()
  engine.end()
  return { early, late: reports?.take() }
}

const request = (path: string) => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: evil.example\r\n\r\n`)

describe('FlowReports', () => {
  it('reports a flow when it ends, with what it asked for', () => {
    const script = new TrafficScript()
      .tcp(client, server, syn)
      .tcp(server, client, syn | ack)
      .tcp(client, server, psh | ack, { payload: request('/a?b=c') })
    const { early, late } = reportsOf(script)
    expect(early).toBeUndefined()
    expect(late?.flows).toMatchObject([
      {
        names: ['evil.example'],
        urls: ['http://evil.example/a?b=c'],
        application: 2,
        end: 'capture_end',
      },
    ])
    expect(late && recordOf(late, 0)).toMatchObject({
      src_ip: '192.0.2.1',
      dst_port: 80,
      proto_name: 'TCP',
      community_id: expect.stringMatching(/^1:/),
      urls: ['http://evil.example/a?b=c'],
    })
  })

  it('reports once more what is open for five seconds', () => {
    const script = new TrafficScript()
      .tcp(client, server, syn)
      .wait(6)
      .udp('192.0.2.9:5000', '192.0.2.10:5001')
      .wait(1)
      .udp('192.0.2.9:5000', '192.0.2.10:5001')
      .wait(1)
      .udp('192.0.2.9:5000', '192.0.2.10:5001')
    const { early, late } = reportsOf(script)
    expect(early?.flows).toMatchObject([{ source: '192.0.2.1', end: 'open' }])
    expect(late?.flows.map(({ source }) => source).sort()).toEqual(['192.0.2.1', '192.0.2.9'])
  })

  it('says when it has no such flow', () => {
    const { late } = reportsOf(new TrafficScript().tcp(client, server, syn))
    expect(() => late && recordOf(late, 1)).toThrow('has no flow 1')
  })
})

import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { TcpFlag } from '../decode/frame.ts'
import { Engine } from '../engine.ts'
import { activeTimeoutUs, FlowLog } from './flow-log.ts'
import { type FlowRecord, flowQuery } from './flow-record.ts'

const { syn, ack, psh, rst } = TcpFlag
const client = '192.0.2.1:40000'
const server = '198.51.100.5:443'

/** Runs a script; `lines` are the flows as they were reported, `open` and `ended` what the log shows. */
function flowsOf(script: TrafficScript, { isOver = true, asked = {} } = {}) {
  const lines: FlowRecord[] = []
  let log: FlowLog | undefined
  const engine = new Engine({
    capture: { source: 'pcap', name: 'script' },
    detectors: [],
    observers: [
      (traffic) => {
        log = new FlowLog(traffic, (line) => lines.push(JSON.parse(line)))
        return log
      },
    ],
    seed: 1,
    onDetection: () => {},
  })
  engine.push(script.bytes())
  if (isOver) engine.end()
  return { lines, flows: log?.page(flowQuery.parse(asked)).flows ?? [] }
}

describe('a query', () => {
  const script = () =>
    new TrafficScript()
      .tcp(client, server, syn)
      .tcp(server, client, syn | ack)
      .tcp(client, server, psh | ack, { payload: 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n' })
      .wait(1)
      .udp('192.0.2.2:5000', '192.0.2.3:5001')

  it.each([
    ['application', { application: 'http' }, 1],
    ['another application', { application: 'no such' }, 0],
    ['what is open', { open: 'true' }, 0],
    ['what has ended', { open: 'false' }, 2],
    ['a time before', { to: '2026-01-14T09:00:00.5Z' }, 1],
    ['a time after', { from: '2026-01-14T09:00:00.5Z' }, 1],
    ['the sensor', { sensor: 'local' }, 2],
    ['another sensor', { sensor: 'b' }, 0],
    ['a name that no hello has', { name: 'a.example' }, 0],
    ['a fingerprint', { ja4: 'x' }, 0],
  ])('limits flows by %s', (_, asked, expected) => {
    expect(flowsOf(script(), { asked }).flows).toHaveLength(expected)
  })

  it('finds what is open while it is', () => {
    expect(flowsOf(script(), { asked: { open: 'true' }, isOver: false }).flows).toHaveLength(2)
  })
})

describe('FlowLog', () => {
  it('measures the handshake from the first SYN to the last ACK', () => {
    const script = new TrafficScript().tcp(client, server, syn).wait(1).tcp(client, server, syn)
    script
      .wait(0.02)
      .tcp(server, client, syn | ack)
      .wait(0.005)
      .tcp(client, server, ack)
    script.wait(1).tcp(client, server, psh | ack, { sequence: 1001, payload: 'x' })
    expect(flowsOf(script).lines).toMatchObject([
      { handshake_seconds: 1.025, retransmissions: 1, duration_seconds: 2.025, end: 'capture_end' },
    ])
  })

  it('measures no handshake that is not there from its first SYN on', () => {
    const late = new TrafficScript().tcp(server, client, syn | ack).tcp(client, server, ack)
    expect(flowsOf(late).lines[0]?.handshake_seconds).toBeNull()
    const open = new TrafficScript().tcp(client, server, syn).tcp(server, client, syn | ack)
    expect(flowsOf(open).lines[0]?.handshake_seconds).toBeNull()
    const datagrams = new TrafficScript().udp(client, server).udp(server, client)
    expect(flowsOf(datagrams).lines[0]?.handshake_seconds).toBeNull()
  })

  it('shows flags, payload bytes and the mean gap of both ends', () => {
    const script = new TrafficScript().connection('192.0.2.1', server, { gapSeconds: 1 })
    expect(flowsOf(script).lines).toMatchObject([
      {
        flags_sent: 'FSPA',
        flags_received: 'FSPA',
        payload_bytes_sent: 5,
        payload_bytes_received: 7,
        mean_gap_seconds: 2.0005 / 6,
        state: 'closed',
        end: 'closed',
      },
    ])
  })

  it('gives a flow and its answer one Community ID', () => {
    const there = flowsOf(new TrafficScript().udp(client, server)).lines[0]
    const back = flowsOf(new TrafficScript().udp(server, client)).lines[0]
    expect(there?.community_id).toMatch(/^1:[A-Za-z0-9+/]{27}=$/)
    expect(back?.community_id).toBe(there?.community_id)
  })

  it.each([
    ['closed', new TrafficScript().connection('192.0.2.1', server).wait(6)],
    ['idle', new TrafficScript().udp(client, server).wait(61)],
    [
      'closed',
      new TrafficScript()
        .tcp(client, server, syn)
        .tcp(server, client, rst | ack)
        .wait(6),
    ],
  ])('tells of a flow once it is %s, while the capture goes on', (end, script) => {
    // A packet after a pause waits for another that confirms its time.
    for (const second of [1, 2]) script.wait(second).udp('192.0.2.9:1', '192.0.2.8:2')
    const { lines } = flowsOf(script, { isOver: false })
    expect(lines).toMatchObject([{ end, open: false }])
  })

  it('tells of all that is open when the capture ends', () => {
    const script = new TrafficScript().udp(client, server).ignored('192.0.2.1', server)
    expect(flowsOf(script, { isOver: false }).lines).toEqual([])
    expect(flowsOf(script).lines.map(({ end }) => end)).toEqual(['capture_end', 'capture_end'])
  })

  it('tells of a flow that stays open each half hour, with its totals until then', () => {
    const script = new TrafficScript().udp(client, server)
    const minutes = (2 * activeTimeoutUs) / 60e6 + 1
    for (let minute = 1; minute <= minutes; minute++) script.wait(59).udp(client, server)
    const told = flowsOf(script, { isOver: false }).lines
    expect(told.map(({ end, open }) => ({ end, open }))).toEqual([{ end: 'active', open: true }])
    expect(told[0]?.packets_sent).toBeGreaterThan(29)
    const shown = flowsOf(script).flows
    expect(shown).toMatchObject([{ end: 'capture_end', open: false, packets_sent: minutes + 1 }])
  })

  it('shows why a flow ended, and that others are open', () => {
    const script = new TrafficScript().connection('192.0.2.1', server).wait(6)
    script.udp(client, server).wait(1).udp(client, server)
    const { flows } = flowsOf(script, { isOver: false })
    expect(flows.map(({ end, open }) => ({ end, open }))).toEqual([
      { end: 'open', open: true },
      { end: 'closed', open: false },
    ])
  })
})

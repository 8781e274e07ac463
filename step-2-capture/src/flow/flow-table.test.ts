import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { decodeFrame } from '../decode/decode-frame.ts'
import { Frame, TcpFlag } from '../decode/frame.ts'
import { CaptureReader } from '../pcap/capture-reader.ts'
import { Packet } from '../pcap/packet.ts'
import { FlowColumn, FlowEnd, FlowState } from './flow-column.ts'
import { FlowTable } from './flow-table.ts'
import { HostTable } from './host-table.ts'

const { syn, ack } = TcpFlag
const client = '192.0.2.10'
const server = '198.51.100.5:443'

interface Ended {
  readonly originator: string
  readonly responder: string
  readonly responderPort: number
  readonly state: number
  readonly end: number
  readonly packets: readonly [number, number]
  readonly retransmissions: number
}

/** The header of a DNS message with QR set. */
const answerOfDns = Uint8Array.from([0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])

/** Feeds a script to a table of its own and returns what ended, in order. */
function follow(script: TrafficScript, { flowCountMax = 64 } = {}) {
  const ended: Ended[] = []
  const hosts = new HostTable({ seed: 7, hostCountMax: 2 * flowCountMax + 8, onEvict: () => {} })
  const flows: FlowTable = new FlowTable({
    seed: 7,
    hosts,
    flowCountMax,
    onEnd: (flow, end) => {
      const column = (name: keyof typeof FlowColumn) => flows.value(flow, FlowColumn[name])
      ended.push({
        originator: hosts.text(flows.originator(flow)),
        responder: hosts.text(flows.responder(flow)),
        responderPort: column('responderPort'),
        state: column('state'),
        end,
        packets: [column('originatorPackets'), column('responderPackets')],
        retransmissions: column('retransmissions'),
      })
    },
  })
  const reader = new CaptureReader()
  const packet = new Packet()
  const frame = new Frame()
  reader.push(script.bytes())
  while (reader.next(packet)) {
    decodeFrame(packet, frame)
    flows.expire(packet.timeUs)
    flows.update(packet, frame)
  }
  return { flows, ended, hosts }
}

function ends(script: TrafficScript): readonly Ended[] {
  const { flows, ended } = follow(script)
  flows.endAll()
  return ended
}

describe('FlowTable', () => {
  it('counts both directions of a connection as one flow', () => {
    const [flow, ...others] = ends(new TrafficScript().connection(client, server))
    expect(others).toEqual([])
    expect(flow).toMatchObject({
      originator: client,
      responder: '198.51.100.5',
      responderPort: 443,
    })
    expect(flow).toMatchObject({ state: FlowState.closed, packets: [4, 3] })
  })

  it.each([
    ['a SYN-ACK', (s: TrafficScript) => s.tcp(server, `${client}:40000`, syn | ack)],
    [
      'a segment from a well-known port',
      (s: TrafficScript) => s.tcp(server, `${client}:40000`, ack),
    ],
    [
      'a DNS answer',
      (s: TrafficScript) => s.udp('198.51.100.5:53', `${client}:40000`, answerOfDns),
    ],
    [
      'a segment from a port that is no client’s',
      (s: TrafficScript) => s.tcp('198.51.100.5:8443', `${client}:40000`, ack, { payload: 'x' }),
    ],
  ])('tells the originator when a capture begins with %s', (_, play) => {
    const [flow] = ends(play(new TrafficScript()))
    expect(flow).toMatchObject({ originator: client, responder: '198.51.100.5' })
  })

  it('takes a SYN for the start even from a well-known port', () => {
    const [flow] = ends(new TrafficScript().tcp(`${client}:53`, server, syn))
    expect(flow?.originator).toBe(client)
  })

  it('keeps an echo request and its reply in one flow', () => {
    const flows = ends(
      new TrafficScript().ping(client, '198.51.100.5', 8).ping('198.51.100.5', client, 0),
    )
    expect(flows).toMatchObject([{ state: FlowState.twoWay, packets: [1, 1] }])
  })

  it('counts a segment that was sent before as a retransmission, over the wrap of 2^32', () => {
    const from = `${client}:40000`
    const at = (sequence: number) => ({ sequence, payload: 'x'.repeat(100) })
    const script = new TrafficScript()
      .tcp(from, server, ack, at(2 ** 32 - 50))
      .tcp(from, server, ack, at(50))
      .tcp(from, server, ack, at(2 ** 32 - 50))
    expect(ends(script)[0]?.retransmissions).toBe(1)
  })

  it('ends an attempt without an answer after its minute, and not before', () => {
    const script = new TrafficScript()
      .ignored(client, server)
      .wait(60)
      .udp('10.0.0.1:1', '10.0.0.2:2')
    expect(follow(script).ended).toEqual([])
    script.wait(0.1).udp('10.0.0.1:1', '10.0.0.2:2')
    expect(follow(script).ended).toMatchObject([{ state: FlowState.attempted, end: FlowEnd.idle }])
  })

  it('gives attempts up before established flows when it is full, and counts them', () => {
    const script = new TrafficScript()
    for (let i = 1; i <= 20; i++) script.connection(`192.0.2.${i}`, server, { end: 'open' })
    for (let i = 0; i < 500; i++) script.ignored(`203.0.113.${i % 250}:${1000 + i}`, server)
    const { flows, ended } = follow(script)
    expect(flows.count).toBe(64)
    expect(flows.evictedCount).toBe(500 + 20 - 64)
    expect(ended.every(({ state }) => state === FlowState.attempted)).toBe(true)
  })

  it('keeps every flow and host while their tables grow', () => {
    const script = new TrafficScript()
    for (let n = 0; n < 3_000; n++) script.udp(`10.0.${n >> 8}.${n & 255}:2000`, `10.1.0.1:${n}`)
    const { flows, ended, hosts } = follow(script, { flowCountMax: 4_096 })
    expect([flows.count, hosts.count]).toEqual([3_000, 3_001])
    flows.endAll()
    for (const [n, { originator, responderPort, packets }] of ended.entries()) {
      expect({ originator, responderPort }).toEqual({
        originator: `10.0.${n >> 8}.${n & 255}`,
        responderPort: n,
      })
      expect(packets).toEqual([1, 0])
    }
  })

  it('lets hosts go once their flows have ended, so that their table cannot run full', () => {
    const script = new TrafficScript()
    for (let i = 0; i < 2000; i++) {
      script.ignored(`10.${i >> 8}.${i & 255}.9:${1000 + i}`, `172.16.${i >> 8}.${i & 255}:80`)
    }
    const { hosts, flows } = follow(script)
    expect(flows.count).toBe(64)
    expect(hosts.count).toBe(2 * 64 + 8)
    expect(hosts.evictedCount).toBe(4000 - hosts.count)
  })
})

import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import type { ObserverFactory } from '../detect/seam/observer.ts'
import { signatures } from '../detect/signature/signatures.ts'
import { Engine } from '../engine.ts'
import { FlowColumn } from '../flow/flow-column.ts'
import { PacketRows } from '../run/recent-packet-rows.ts'
import { EtherType } from '../simulate/packet-builder/ethernet.ts'

/** Cuts every IPv4 packet of the script into fragments of that many bytes of data. */
function fragmented(script: TrafficScript, size: number): TrafficScript {
  const cut = new TrafficScript()
  for (const { bytes } of script.records) {
    const [destination, source] = [bytes.slice(0, 6), bytes.slice(6, 12)]
    const header = Buffer.from(bytes.subarray(14, 34))
    // Short frames have padding behind the packet.
    const data = bytes.subarray(34, 14 + header.readUInt16BE(2))
    for (let at = 0; at < data.length; at += size) {
      const part = data.subarray(at, at + size)
      header.writeUInt16BE(20 + part.length, 2)
      header.writeUInt16BE((at + size < data.length ? 0x2000 : 0) | (at >>> 3), 6)
      cut.wait(0.001).ethernet(source, destination, EtherType.ipv4, Buffer.concat([header, part]))
    }
  }
  return cut
}

function run(script: TrafficScript, ...observers: readonly ObserverFactory[]): Engine {
  const engine = new Engine({
    capture: { source: 'pcap', name: 'script' },
    detectors: [],
    observers,
    seed: 1,
    onDetection: () => {},
  })
  engine.push(script.bytes())
  return engine
}

/** Flows as ports, packets and payload bytes of the originator. */
function flowsOf({ flows }: Engine): number[][] {
  const { originatorPort, responderPort, originatorPackets, originatorPayloadBytes } = FlowColumn
  const found: number[][] = []
  flows.forEach((flow) => {
    const columns = [originatorPort, responderPort, originatorPackets, originatorPayloadBytes]
    found.push(columns.map((column) => flows.value(flow, column)))
  })
  return found
}

describe('fragments in the engine', () => {
  it('count each as a packet of the flow that the whole belongs to', () => {
    const script = new TrafficScript().udp('192.0.2.1:40000', '192.0.2.2:6000', 'x'.repeat(100))
    const engine = run(fragmented(script, 16))
    expect(flowsOf(engine)).toEqual([[40_000, 6000, 7, 100]])
    expect(engine.packetCount).toBe(7)
  })

  it('that never become whole are counted into a flow in the end', () => {
    const script = fragmented(new TrafficScript().udp('192.0.2.1:40000', '192.0.2.2:6000'), 8)
    script.records.pop()
    // A first packet waits for a second that confirms its time.
    const engine = run(script.arp(1, { address: '192.0.2.7' }, { address: '192.0.2.8' }))
    expect(flowsOf(engine)).toEqual([])
    engine.fragments.end()
    expect(flowsOf(engine)).toEqual([[40_000, 6000, 1, 0]])
  })

  it('that are given up leave the current packet its own addresses', () => {
    const script = new TrafficScript().udp('192.0.2.1:40000', '192.0.2.2:6000', 'x'.repeat(40))
    const parts = fragmented(script, 24)
    parts.records.pop()
    parts.wait(61).arp(1, { address: '192.0.2.7' }, { address: '192.0.2.8' })
    const rows: string[] = []
    let packets: PacketRows | undefined
    const engine = new Engine({
      capture: { source: 'pcap', name: 'script' },
      detectors: [],
      seed: 1,
      onDetection: () => {},
      onPacket: (packet, frame, isBad) => packets?.note(packet, frame, isBad),
    })
    packets = new PacketRows(engine, {
      sink: { add: ({ source, destination }) => rows.push(`${source} ${destination}`) },
    })
    engine.push(parts.bytes())
    engine.end()
    packets.settle()
    expect(rows).toEqual(['192.0.2.1 192.0.2.2', '192.0.2.7 192.0.2.8'])
    expect(engine.fragments.table.timedOutCount).toBe(1)
  })

  it('hide no attack from the signatures', () => {
    const attack = "/item?id=1'%20UNION%20SELECT%20user,password%20FROM%20users--"
    const plain = new TrafficScript().connection('192.0.2.1', '198.51.100.5:80', {
      says: [`GET ${attack} HTTP/1.1\r\nHost: shop.example\r\n\r\n`, 'HTTP/1.1 200 OK\r\n\r\n'],
    })
    const kinds = plain.detect(signatures).map(({ title }) => title)
    expect(kinds).not.toEqual([])
    const cut = fragmented(plain, 24).detect(signatures)
    expect(cut.map(({ title }) => title)).toEqual(kinds)
  })
})

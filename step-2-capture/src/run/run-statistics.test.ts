import { describe, expect, it } from 'vitest'
import { Engine } from '../engine.ts'
import { pcapHeader, pcapRecord } from '../pcap/pcap-writer.ts'
import { ipv4Packet } from '../simulate/packet-builder/ipv4.ts'
import { udpDatagram } from '../simulate/packet-builder/udp.ts'
import { RunStatistics } from './run-statistics.ts'
import { stats } from './status.ts'

/** LINKTYPE_RAW. */
const linkType = 101

/** A datagram of 100 bytes from 192.0.2.x at this second. */
function packet(second: number, host = 1): Buffer {
  const [source, destination] = [Uint8Array.of(192, 0, 2, host), Uint8Array.of(192, 0, 2, 200)]
  const ports = { source, destination, sourcePort: 1000, destinationPort: 9 }
  const ip = { source, destination, protocol: 17, timeToLive: 64, identification: 0 }
  const bytes = ipv4Packet(ip, udpDatagram(ports, new Uint8Array(72)))
  return pcapRecord({ timeSeconds: second, timeNanoseconds: 0, bytes }, { linkType })
}

function start(kind: 'live' | 'pcap') {
  const engine = new Engine({
    capture: { source: kind, name: 'test' },
    detectors: [],
    seed: 1,
    onDetection: () => {},
  })
  engine.push(pcapHeader({ linkType }))
  let nowMs = 0
  const drops = () => undefined
  const statistics = new RunStatistics({ engine, kind, nowMs: () => nowMs, drops })
  const later = (ms: number) => {
    nowMs += ms
  }
  return { engine, statistics, later }
}

describe('RunStatistics', () => {
  it('has numbers, and no time, before the first packet and after the end of none', () => {
    const { engine, statistics } = start('pcap')
    expect(stats.parse(statistics.take())).toMatchObject({ packets: 0, traffic_time: null })
    engine.end()
    statistics.end()
    expect(stats.parse(statistics.take())).toMatchObject({
      packets_per_second: 0,
      verdict: { status: 'normal', confidence: 0 },
    })
  })

  it.each([
    ['the beginning of time', [0, 0, 1, 2]],
    ['its end in 2106', [4_294_967_290, 4_294_967_295]],
    ['times that run backwards', [1000, 500, 0, 999]],
    ['a gap of fifty years', [0, 1_577_880_000, 1_577_880_001]],
    ['one moment', [77, 77, 77]],
  ])('never shows a negative rate or no number at all: %s', (_, seconds) => {
    for (const kind of ['live', 'pcap'] as const) {
      const { engine, statistics, later } = start(kind)
      for (const second of seconds) {
        engine.push(packet(second))
        later(100)
        const shown = stats.parse(statistics.take())
        expect(shown.packets_per_second).toBeGreaterThanOrEqual(0)
        expect(shown.bits_per_second).toBeGreaterThanOrEqual(0)
      }
      engine.end()
      statistics.end()
      const last = stats.parse(statistics.take())
      expect(last.packets).toBe(seconds.length)
      expect(last.packets_per_second).toBeGreaterThanOrEqual(0)
    }
  })

  it('measures a file by its own time, and shows the mean of the whole at the end', () => {
    const { engine, statistics } = start('pcap')
    for (let second = 0; second <= 10; second++) {
      for (let count = 0; count < 5; count++) engine.push(packet(second))
      statistics.take()
    }
    expect(statistics.take()).toMatchObject({ packets_per_second: 5, bits_per_second: 4_000 })
    engine.end()
    statistics.end()
    expect(statistics.take().packets_per_second).toBe(5.5)
  })

  it('measures live traffic by the clock, so that a silent link falls to zero', () => {
    const { engine, statistics, later } = start('live')
    engine.push(packet(100))
    statistics.take()
    for (let count = 0; count < 20; count++) engine.push(packet(100))
    later(2_000)
    expect(statistics.take().packets_per_second).toBe(10)
    later(1_000)
    expect(statistics.take().packets_per_second).toBe(0)
  })

  it('shows the ten busiest hosts, the busiest first', () => {
    const { engine, statistics } = start('pcap')
    for (let host = 1; host <= 20; host++) {
      for (let count = 0; count < host; count++) engine.push(packet(1, host))
    }
    const { top_sources, top_destinations } = statistics.take()
    expect(top_sources.map(({ address }) => address)).toEqual(
      Array.from({ length: 10 }, (_, place) => `192.0.2.${20 - place}`),
    )
    expect(top_sources[0]).toEqual({ address: '192.0.2.20', packets: 20, bytes: 2_000 })
    expect(top_destinations).toEqual([{ address: '192.0.2.200', packets: 210, bytes: 21_000 }])
  })

  it('shows how full the tables are', () => {
    const { engine, statistics } = start('pcap')
    for (let host = 1; host <= 9; host++) engine.push(packet(1, host))
    const { flows, hosts, recent } = statistics.buffers()
    expect(flows).toMatchObject({ count: 9, evicted: 0 })
    expect(hosts).toMatchObject({ count: 10, evicted: 0 })
    expect(recent).toEqual({ count: 9, cap: 200, evicted: 0 })
    expect(flows.cap).toBeGreaterThan(10_000)
  })
})

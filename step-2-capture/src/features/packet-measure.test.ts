import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { TcpFlag } from '../decode/frame.ts'
import type { ObserverFactory } from '../detect/seam/observer.ts'
import { packetFeatures } from './packet-feature.ts'
import { PacketMeasure } from './packet-measure.ts'

/** The features of each packet of a script, by name. */
function measured(script: TrafficScript): Record<string, number>[] {
  const rows: Record<string, number>[] = []
  const watch: ObserverFactory = (traffic) => {
    const measure = new PacketMeasure(traffic)
    return {
      onFlowStart: (flow) => measure.streams.startFlow(flow),
      onHostEvict: (host) => measure.streams.forgetHost(host),
      onPacket: () => {
        const row = measure.measure()
        expect(row.every(Number.isFinite)).toBe(true)
        rows.push(Object.fromEntries(packetFeatures.map(({ name }, i) => [name, row[i] as number])))
        return false
      },
    }
  }
  script.detect(watch)
  return rows
}

const [a, b, c] = ['192.0.2.1:5000', '192.0.2.2:6000', '192.0.2.3:7000'] as const

describe('PacketMeasure', () => {
  it('measures the packet itself', () => {
    const flags = TcpFlag.psh | TcpFlag.ack
    const script = new TrafficScript().tcp(a, b, flags, { payload: 'aaaabbbb', timeToLive: 17 })
    expect(measured(script)).toMatchObject([
      {
        ...{ length: 62, payload_length: 8, payload_entropy: 1, time_to_live: 17 },
        ...{ is_tcp: 1, is_udp: 0, is_icmp: 0, source_port: 5000, destination_port: 6000 },
        ...{ flag_psh: 1, flag_ack: 1, flag_syn: 0, flag_fin: 0, flag_rst: 0, flag_urg: 0 },
      },
    ])
  })

  it('counts a packet to its sender, to the pair of hosts, and to its flow', () => {
    const script = new TrafficScript().udp(a, b).udp(a, c).udp('192.0.2.1:5001', b).udp(a, b)
    const weights = measured(script).map((row) => [
      row['host_weight_0.01'],
      row['channel_weight_0.01'],
      row['socket_weight_0.01'],
    ])
    expect(weights).toEqual([
      [1, 1, 1],
      [2, 1, 1],
      [3, 2, 1],
      [4, 3, 2],
    ])
  })

  it('keeps directions apart, and looks at both for what they have in common', () => {
    const [asked, answered] = measured(
      new TrafficScript().udp(a, b, 'x'.repeat(58)).udp(b, a, 'x'.repeat(158)),
    )
    expect(asked).toMatchObject({ socket_mean_1: 100, socket_magnitude_1: 100 })
    expect(answered).toMatchObject({ socket_weight_1: 1, socket_mean_1: 200 })
    expect(answered?.socket_magnitude_1).toBeCloseTo(Math.hypot(100, 200), 9)
    expect(answered?.channel_magnitude_1).toBeCloseTo(Math.hypot(100, 200), 9)
  })

  it('measures the gaps of a pair in each direction', () => {
    const script = new TrafficScript().udp(a, b).wait(0.5).udp(b, a).wait(0.5).udp(a, b)
    const rows = measured(script)
    expect(rows.map((row) => row['channel_gap_weight_0.01'])).toMatchObject([
      1,
      1,
      expect.closeTo(1.993, 3),
    ])
    // The second packet of that direction came after a second, the first after nothing.
    expect(rows[2]?.['channel_gap_mean_0.01']).toBeCloseTo(1 / (2 ** -0.01 + 1), 6)
  })

  it('begins a flow anew in a slot that another had before', () => {
    const script = new TrafficScript().udp(a, b).udp(a, b).wait(61).udp(a, c).udp(a, b)
    const weights = measured(script).map((row) => row['socket_weight_0.01'])
    expect(weights.slice(2)).toEqual([1, 1])
  })
})

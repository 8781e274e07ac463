import { describe, expect, it } from 'vitest'
import { detectors } from '../src/detect/detectors.ts'
import { Engine } from '../src/engine.ts'
import { windowHostCountMax } from '../src/features/host-totals.ts'
import { FlowState } from '../src/flow/flow-column.ts'
import { RunStatistics } from '../src/run/run-statistics.ts'
import { floodCapture, friendCount } from './flood-capture.ts'

function start() {
  const kinds = new Set<string>()
  const engine = new Engine({
    capture: { source: 'pcap', name: 'hostile' },
    detectors,
    seed: 1,
    countsHosts: true,
    onDetection: ({ kind }) => kinds.add(kind),
  })
  const statistics = new RunStatistics({
    engine,
    kind: 'pcap',
    nowMs: () => 0,
    drops: () => undefined,
  })
  return { engine, kinds, statistics }
}

describe('a flood of forged sources', () => {
  it('fills the flow table and no more, is found, and evicts no flow that was there', () => {
    const { engine, kinds, statistics } = start()
    expect(statistics.buffers().flows.saturated).toBe(false)
    const count = 250_000
    for (const bytes of floodCapture(count)) engine.push(bytes)
    const { flows, hosts, windows } = statistics.buffers()
    expect(windows).toMatchObject({ count: windowHostCountMax, cap: windowHostCountMax })
    expect(windows.evicted).toBeGreaterThan(0)
    expect(flows).toMatchObject({ count: flows.cap, saturated: true })
    expect(flows.evicted).toBe(friendCount + count - flows.cap)
    expect(hosts.count).toBeLessThanOrEqual(hosts.cap)
    expect(hosts.evicted).toBeGreaterThan(0)
    expect([...kinds].some((kind) => kind.includes('flood'))).toBe(true)
    const packets: number[] = []
    engine.flows.forEach((flow) => {
      if (engine.flows.state(flow) !== FlowState.established) return
      packets.push(engine.flows.originatorPackets(flow))
    })
    // SYN, ACK, and what was said after the flood.
    expect(packets).toEqual(new Array(friendCount).fill(3))
  }, 120_000)
})

import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { type BaselineFile, parseBaseline } from './baseline.ts'
import { BaselineCollector } from './baseline-collector.ts'
import { compareBaselines } from './compare-baselines.ts'
import { reachBeyond, robustDistance, typicalOf } from './robust-statistics.ts'

/** A client that fetches a page of that many bytes every ten seconds, twenty times. */
function traffic(client: string, bytes: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 20; i++) {
    script.connection(client, '10.0.0.1:80', { says: ['GET', 'x'.repeat(bytes)] }).wait(10)
  }
  return script
}

function baselineOf(script: TrafficScript): BaselineFile {
  const collector = new BaselineCollector()
  script.detect(collector.watch)
  return collector.finish('pcap', ['script'])
}

describe('baselines', () => {
  it('give the median of each feature, whom a host talks to, and on which ports', () => {
    const [host] = baselineOf(traffic('10.0.0.5', 1000)).hosts
    expect(host).toMatchObject({ address: '10.0.0.5', destinations: ['10.0.0.1'], ports: [80] })
    expect(host?.features.flows_opened).toEqual({ median: 1, mad: 0, high: 1, highest: 1 })
  })

  it('are the same after they were written and read', () => {
    const baseline = baselineOf(traffic('10.0.0.5', 1000))
    expect(parseBaseline(JSON.stringify(baseline), 'a.json')).toEqual(baseline)
  })

  it('do not differ from themselves', () => {
    const baseline = baselineOf(traffic('10.0.0.5', 1000))
    expect(compareBaselines(baseline, baseline)).toEqual([])
  })

  it('tell a new host, a new destination, a new port and a drift', () => {
    const before = baselineOf(traffic('10.0.0.5', 1000))
    const script = traffic('10.0.0.5', 100_000).connection('10.0.0.5', '10.0.0.2:22')
    const now = baselineOf(script.connection('10.0.0.7', '10.0.0.1:80'))
    const changes = compareBaselines(before, now)
    expect(changes).toMatchObject([
      { address: '10.0.0.5', is_new: false, new_destinations: ['10.0.0.2'], new_ports: [22] },
      { address: '10.0.0.7', is_new: true },
    ])
    expect(changes[0]?.drifted.map(({ feature }) => feature)).toContain('bytes_received')
  })

  /** The page every ten seconds, and in one window a scan of 300 ports beside it. */
  function scanned(windowCount: number): TrafficScript {
    const script = new TrafficScript()
    for (let i = 0; i < windowCount; i++) {
      script.connection('10.0.0.5', '10.0.0.1:80', { says: ['GET', 'x'.repeat(1000)] })
      if (i === 7)
        for (let port = 1; port <= 300; port++) script.refused('10.0.0.5', `10.0.0.1:${port}`)
      script.wait(10)
    }
    return script
  }

  it('tell an attack, which is a burst, from a drift', () => {
    const before = baselineOf(traffic('10.0.0.5', 1000))
    const [attacked] = compareBaselines(before, baselineOf(scanned(20)))
    expect(attacked?.bursts.map(({ feature }) => feature)).toContain('failed_flows')
    expect(attacked?.drifted).toEqual([])
    const [drifted] = compareBaselines(before, baselineOf(traffic('10.0.0.5', 100_000)))
    expect(drifted?.drifted.map(({ feature }) => feature)).toContain('bytes_received')
    expect(drifted?.bursts.map(({ feature }) => feature)).not.toContain('bytes_received')
  })

  it('are not poisoned by an attack while they are learned', () => {
    const clean = baselineOf(scanned(5)).hosts[0]
    const poisoned = baselineOf(scanned(30))
    const [host] = poisoned.hosts
    expect(host?.features.failed_flows).toMatchObject({ median: 0, mad: 0, high: 0, highest: 300 })
    expect(host?.features.flows_opened?.median).toBe(clean?.features.flows_opened?.median)
    // The same attack again is still found: it did not become typical.
    const [again] = compareBaselines(poisoned, baselineOf(scanned(20)))
    expect(again?.bursts.map(({ feature }) => feature)).toContain('failed_flows')
  })

  it('tell what the whole network does from what one host does', () => {
    const two = (first: number, others: number) => {
      const script = new TrafficScript()
      const page = (bytes: number) => ({ says: ['GET', 'x'.repeat(bytes)] })
      for (let i = 0; i < 20; i++) {
        script.connection('10.0.0.5', '10.0.0.1:80', page(first))
        script.connection('10.0.0.6', '10.0.0.1:80', page(others))
        script.connection('10.0.0.7', '10.0.0.1:80', page(others)).wait(10)
      }
      return baselineOf(script)
    }
    const before = two(1000, 1000)
    const scope = (now: BaselineFile) => {
      const change = compareBaselines(before, now).find(({ address }) => address === '10.0.0.5')
      return change?.drifted.find(({ feature }) => feature === 'bytes_received')?.network_wide
    }
    expect(scope(two(100_000, 1000))).toBe(false)
    expect(scope(two(100_000, 100_000))).toBe(true)
  })

  it('are not compared across sources', () => {
    const baseline = baselineOf(traffic('10.0.0.5', 1000))
    expect(() => compareBaselines({ ...baseline, source: 'simulate' }, baseline)).toThrow(
      expect.objectContaining({ code: 'E_OTHER_SOURCE' }),
    )
  })

  it('are refused from a file of anything else', () => {
    for (const text of ['', '{}', '[]', '{"format":"net-anomaly-baselines-2"}']) {
      expect(() => parseBaseline(text, 'a.json')).toThrow(
        expect.objectContaining({ code: 'E_BAD_BASELINE' }),
      )
    }
  })
})

describe('robust statistics', () => {
  it('are not moved by a few wild values', () => {
    expect(typicalOf([10, 11, 9, 10, 1e9])).toEqual({ median: 10, mad: 1, high: 11, highest: 1e9 })
    expect(typicalOf([])).toEqual({ median: 0, mad: 0, high: 0, highest: 0 })
  })

  it('measure distance in deviations, and forgive a tenth where nothing ever varied', () => {
    expect(robustDistance(10 + 2 * 1.4826 * 5, { median: 10, mad: 5 })).toBeCloseTo(2)
    expect(robustDistance(110, { median: 100, mad: 0 })).toBeCloseTo(1)
  })

  it('measure a burst in the reach of typical values', () => {
    const typical = { median: 10, mad: 1, high: 30, highest: 35 }
    expect(reachBeyond(210, typical)).toBeCloseTo(10)
    expect(reachBeyond(5, typical)).toBeLessThan(0)
  })
})

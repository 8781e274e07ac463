import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { type BaselineFile, parseBaseline } from './baseline.ts'
import { BaselineCollector } from './baseline-collector.ts'
import { compareBaselines } from './compare-baselines.ts'
import { robustDistance, usualOf } from './robust-statistics.ts'

/** A client that fetches a page of so many bytes every ten seconds, twenty times. */
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
    expect(host?.features.flows_opened).toEqual({ median: 1, mad: 0 })
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
    expect(usualOf([10, 11, 9, 10, 1e9])).toEqual({ median: 10, mad: 1 })
    expect(usualOf([])).toEqual({ median: 0, mad: 0 })
  })

  it('measure distance in deviations, and forgive a tenth where nothing ever varied', () => {
    expect(robustDistance(10 + 2 * 1.4826 * 5, { median: 10, mad: 5 })).toBeCloseTo(2)
    expect(robustDistance(110, { median: 100, mad: 0 })).toBeCloseTo(1)
  })
})

import { beforeEach, expect, test } from 'vitest'
import { Engine } from '../../engine.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { PeriodTracker } from './period-tracker.ts'
import { TrackerTable } from './tracker-table.ts'

class Counts extends PeriodTracker {
  count = 0

  protected startPeriod(): void {
    this.count = 0
  }
}

let engine: Engine
let table: TrackerTable<Counts>

beforeEach(() => {
  const capture = { source: 'pcap', name: 'periods' } as const
  engine = new Engine({ capture, detectors: [], seed: 1, onDetection: () => {} })
  engine.timeUs = 1e6
  table = new TrackerTable({
    traffic: engine,
    countMax: 8,
    forgetAfterSeconds: 60,
    tracker: Counts,
  })
})

/** Counts an event at this time of traffic. */
function count(seconds: number): Counts {
  engine.timeUs = seconds * 1e6
  const host = engine.hosts.intern(Buffer.from([10, 0, 0, 1]), 0, 4, 1e6) as HostId
  const counts = table.open({ host })
  counts.advance(engine.timeUs, 10)
  counts.count++
  counts.evidence.add(counts.count, 0, engine.timeUs)
  return counts
}

test('a period lasts for its seconds and starts anew with the first event after them', () => {
  count(1)
  expect(count(11)).toMatchObject({ count: 2, firstUs: 1e6, seconds: 10 })
  expect(count(11.5)).toMatchObject({ count: 1, firstUs: 11.5e6 })
  expect(count(12)).toMatchObject({ count: 2, firstUs: 11.5e6, seconds: 0.5 })
})

test('the evidence is of the current period', () => {
  count(1)
  count(2)
  expect(count(20).evidence.toReferences()).toMatchObject([{ time: 20 }])
})

test('what was reported in one period is reported in a later one when it has doubled', () => {
  expect([1, 2, 3].map((at) => count(at).hasDoubled(count(at).count, 2))).toEqual([
    true,
    true,
    false,
  ])
})

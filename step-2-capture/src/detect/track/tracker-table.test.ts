import { beforeEach, expect, test } from 'vitest'
import { Engine } from '../../engine.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { Tracker } from './tracker.ts'
import { TrackerTable } from './tracker-table.ts'

let engine: Engine
const addresses = Buffer.alloc(4 * 300)

beforeEach(() => {
  engine = new Engine({
    capture: { source: 'pcap', name: 'trackers' },
    detectors: [],
    seed: 1,
    onDetection: () => {},
  })
  engine.timeUs = 1e6
})

/** The id of the host with this number, new or known. */
function host(number: number): HostId {
  addresses.writeUInt32BE(0x0a00_0000 + number, 4 * number)
  return engine.hosts.intern(addresses, 4 * number, 4, engine.timeUs)
}

function tableOf(countMax: number, forgetAfterSeconds = 60): TrackerTable<Tracker> {
  return new TrackerTable({ traffic: engine, countMax, forgetAfterSeconds, tracker: Tracker })
}

test('gives the same tracker for the same key, and another for any other', () => {
  const table = tableOf(10)
  const tracker = table.open({ host: host(1), peer: host(2), part: 80 })
  expect(table.open({ host: host(1), peer: host(2), part: 80 })).toBe(tracker)
  expect(table.open({ host: host(1), peer: host(2), part: 81 })).not.toBe(tracker)
  expect(table.open({ host: host(2), peer: host(1), part: 80 })).not.toBe(tracker)
  expect(table.open({ host: host(1), part: 80 })).not.toBe(tracker)
  expect(table.find({ host: host(3) })).toBeUndefined()
})

test('forgets a tracker that was silent for too long', () => {
  const table = tableOf(10)
  const tracker = table.open({ host: host(1) })
  engine.timeUs += 60e6
  expect(table.find({ host: host(1) })).toBe(tracker)
  engine.timeUs += 1
  expect(table.find({ host: host(1) })).toBeUndefined()
  expect(table.open({ host: host(1) })).not.toBe(tracker)
})

test('never holds more trackers than its maximum, and counts those that went', () => {
  const table = tableOf(100)
  for (let number = 0; number < 250; number++) table.open({ host: host(number) })
  expect(table.count).toBe(100)
  expect(table.evictedCount).toBe(150)
})

test('a tracker that is in use is not the first to go', () => {
  const table = tableOf(100)
  const busy = table.open({ host: host(0) })
  for (let number = 1; number < 250; number++) {
    table.open({ host: host(number) })
    table.open({ host: host(0) })
  }
  expect(table.find({ host: host(0) })).toBe(busy)
})

test('a host id that was given to another address does not inherit its tracker', () => {
  const table = tableOf(10)
  const tracker = table.open({ host: host(1) })
  engine.hosts.set(host(1), 0, 2e6)
  expect(table.open({ host: host(1) })).not.toBe(tracker)
})

test('is due at the minimum, and then at each doubling', () => {
  const tracker = new Tracker({ host: host(1) }, engine)
  const due = Array.from({ length: 50 }, (_, i) => i).filter((count) =>
    tracker.hasDoubled(count, 5),
  )
  expect(due).toEqual([5, 10, 20, 40])
})

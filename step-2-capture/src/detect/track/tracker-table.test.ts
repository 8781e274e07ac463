import { beforeEach, expect, test } from 'vitest'
import { Engine } from '../../engine.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { Tracker } from './tracker.ts'
import { TrackerTable } from './tracker-table.ts'

let engine: Engine
const addresses = Buffer.alloc(4 * 300)

beforeEach(() => {
  engine = new Engine({
    capture: { source: 'pcap', name: 'groups' },
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

function groupsOf(countMax: number, forgetAfterSeconds = 60): TrackerTable<Tracker> {
  return new TrackerTable({ traffic: engine, countMax, forgetAfterSeconds, tracker: Tracker })
}

test('gives the same group for the same key, and another for any other', () => {
  const groups = groupsOf(10)
  const group = groups.open({ host: host(1), peer: host(2), part: 80 })
  expect(groups.open({ host: host(1), peer: host(2), part: 80 })).toBe(group)
  expect(groups.open({ host: host(1), peer: host(2), part: 81 })).not.toBe(group)
  expect(groups.open({ host: host(2), peer: host(1), part: 80 })).not.toBe(group)
  expect(groups.open({ host: host(1), part: 80 })).not.toBe(group)
  expect(groups.find({ host: host(3) })).toBeUndefined()
})

test('forgets a group that was silent for too long', () => {
  const groups = groupsOf(10)
  const group = groups.open({ host: host(1) })
  engine.timeUs += 60e6
  expect(groups.find({ host: host(1) })).toBe(group)
  engine.timeUs += 1
  expect(groups.find({ host: host(1) })).toBeUndefined()
  expect(groups.open({ host: host(1) })).not.toBe(group)
})

test('never holds more groups than its maximum, and counts those that went', () => {
  const groups = groupsOf(100)
  for (let number = 0; number < 250; number++) groups.open({ host: host(number) })
  expect(groups.count).toBe(100)
  expect(groups.evictedCount).toBe(150)
})

test('a group that is in use is not the first to go', () => {
  const groups = groupsOf(100)
  const busy = groups.open({ host: host(0) })
  for (let number = 1; number < 250; number++) {
    groups.open({ host: host(number) })
    groups.open({ host: host(0) })
  }
  expect(groups.find({ host: host(0) })).toBe(busy)
})

test('a host id that was given to somebody else does not inherit his group', () => {
  const groups = groupsOf(10)
  const group = groups.open({ host: host(1) })
  engine.hosts.set(host(1), 0, 2e6)
  expect(groups.open({ host: host(1) })).not.toBe(group)
})

test('is due at the minimum, and then at each doubling', () => {
  const group = new Tracker({ host: host(1) }, engine)
  const due = Array.from({ length: 50 }, (_, i) => i).filter((count) => group.hasDoubled(count, 5))
  expect(due).toEqual([5, 10, 20, 40])
})

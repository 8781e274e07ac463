import { expect, test } from 'vitest'
import { hostFeatures } from '../../features/host-window.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { RecentWindows } from './recent-windows.ts'

/** `sent_share` is a share, so a model sees it as it is. */
const place = hostFeatures.findIndex(({ name }) => name === 'sent_share')

function window(host: number, startUs: number, value = 0) {
  const row = new Float64Array(hostFeatures.length)
  row[place] = value
  return { host: host as HostId, row, startUs, endUs: startUs + 10_000_000 }
}

test('hands out the last 20 windows of a host, the newest at the end', () => {
  const recent = new RecentWindows(300)
  for (let i = 0; i < 24; i++) recent.add(window(1, i * 1e7, i))
  recent.add(window(2, 24e7, 99))
  const rows = recent.add(window(1, 24e7, 24))
  expect(rows.map((row) => row[place])).toEqual(Array.from({ length: 20 }, (_, i) => i + 5))
})

test.each([
  [300, 2],
  [301, 1],
])('after %i s of silence a host has a past of %i windows', (seconds, count) => {
  const recent = new RecentWindows(300)
  const { endUs } = window(1, 0)
  recent.add(window(1, 0))
  expect(recent.add(window(1, endUs + seconds * 1e6))).toHaveLength(count)
})

test('forgets a host whose id is given to another', () => {
  const recent = new RecentWindows(300)
  recent.add(window(1, 0))
  recent.forget(1 as HostId)
  expect(recent.add(window(1, 1e7))).toHaveLength(1)
})

test('drops the host that was silent for longest where there are too many, and counts it', () => {
  const recent = new RecentWindows(300)
  for (let host = 0; host < 4_096; host++) recent.add(window(host, 0))
  recent.add(window(0, 1e7))
  recent.add(window(5_000, 1e7))
  expect(recent.evictedCount).toBe(1)
  expect(recent.add(window(0, 2e7))).toHaveLength(3)
  expect(recent.add(window(1, 2e7))).toHaveLength(1)
})

import { expect, test } from 'vitest'
import type { Detection } from '../detect/seam/detection.ts'
import { RecentDetections, recentDetectionCountMax } from './recent-detections.ts'

function stated(detection_id: string, revision = 1): Detection {
  return { detection_id, revision } as Detection // No more is looked at.
}

const shown = ({ list }: RecentDetections) =>
  list.map(({ detection_id, revision }) => `${detection_id}${revision}`)

test('an update stands where the detection stood that it updates', () => {
  const recent = new RecentDetections()
  recent.add([stated('a'), stated('b')])
  recent.add([stated('c'), stated('a', 2)])
  expect(shown(recent)).toEqual(['c1', 'b1', 'a2'])
})

test('the newest stay, and an update of what is gone is new', () => {
  const recent = new RecentDetections()
  recent.add([stated('a')])
  recent.add(Array.from({ length: recentDetectionCountMax }, (_, index) => stated(`n${index}-`)))
  expect(recent.list).toHaveLength(recentDetectionCountMax)
  expect(shown(recent)).not.toContain('a1')
  recent.add([stated('a', 2)])
  expect(shown(recent)[0]).toBe('a2')
  expect(recent.list).toHaveLength(recentDetectionCountMax)
})

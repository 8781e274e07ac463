import { expect, it } from 'vitest'
import { makeDetection } from '../../test/detections.ts'
import { alertIdOf, groupKey } from './group-key.ts'

it('shows its version and its parts', () => {
  const key = groupKey(makeDetection({ detection_id: 'a' }))
  expect(key).toBe('v1|port_scan|10.0.0.5|10.0.0.9|pcap|scan.pcap')
  expect(alertIdOf(key)).toMatch(/^[0-9a-f]{24}$/)
})

it('escapes what separates, so that no two groups share a key', () => {
  const one = makeDetection({ detection_id: 'a', kind: 'a|b', source: 'c\\', target_group: '|' })
  expect(groupKey(one)).toBe('v1|a\\|b|c\\\\|\\||pcap|scan.pcap')
})

it('leaves a part of 255 characters whole, and cuts a longer one to as many', () => {
  const partOf = (target_group: string) =>
    groupKey(makeDetection({ detection_id: 'a', target_group })).split('|')[3]
  expect(partOf('x'.repeat(255))).toBe('x'.repeat(255))
  expect(partOf('x'.repeat(256))).toBe(`${'x'.repeat(238)}~85e62acd750c4eb5`)
})

it('cuts long parts, and still tells them apart', () => {
  const keys = ['x'.repeat(255), 'x'.repeat(256), `${'x'.repeat(256)}y`, 'x'.repeat(1e6)].map(
    (target_group) => groupKey(makeDetection({ detection_id: 'a', target_group })),
  )
  expect(new Set(keys).size).toBe(4)
  for (const key of keys) expect(key.length).toBeLessThan(320)
})

import { expect, test } from 'vitest'
import { roomMap } from './room-map.ts'

const file = (path: string, ...imports: string[]) => ({
  path: `step-2-capture/src/${path}`,
  imports: imports.map((name) => `step-2-capture/src/${name}`),
  lineCount: 1,
})

test('a room map has each arrow that no other way implies, and none from tests', () => {
  const map = roomMap(
    [
      file('pcap/a.ts'),
      file('decode/a.ts', 'pcap/a.ts'),
      file('flow/a.ts', 'decode/a.ts', 'pcap/a.ts', 'flow/b.ts'),
      file('memory/a.test.ts', 'flow/a.ts'),
    ],
    'step-2-capture/src',
  )
  expect(map.match(/-->/g)).toHaveLength(2)
  expect(map).toContain('decode_[decode] --> pcap_[pcap]')
  expect(map).toContain('flow_[flow] --> decode_[decode]')
})

import { expect, test } from 'vitest'
import { roomMap } from './room-map.ts'

const fileOf =
  (packagePath: string) =>
  (path: string, ...imports: string[]) => ({
    path: `${packagePath}/${path}`,
    imports: imports.map((name) => `${packagePath}/${name}`),
    lineCount: 1,
  })
const file = fileOf('step-2-capture/src')

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

test('a room with floors on both sides of another is drawn as two', () => {
  const step3 = fileOf('step-3-persistence/src')
  const map = roomMap(
    [
      step3('notify/channel/a.ts'),
      step3('config/a.ts', 'notify/channel/a.ts'),
      step3('notify/a.ts', 'config/a.ts', 'notify/channel/a.ts'),
    ],
    'step-3-persistence/src',
  )
  expect(map.match(/-->/g)).toHaveLength(2)
  expect(map).toContain('config_[config] --> notify_channel_[notify/channel]')
  expect(map).toContain('notify_[notify] --> config_[config]')
})

import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { TcpFlag } from '../../decode/frame.ts'
import { reconnectionStorm } from './reconnection-storm.ts'

function retry(count: number, gapSeconds: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) script.refused('10.0.0.5', '10.0.0.9:443').wait(gapSeconds)
  return script
}

const detect = (script: TrafficScript) => script.settled(reconnectionStorm)

test.each([
  [59, 0],
  [60, 1],
  [120, 1],
])('%i failed attempts within minutes make %i findings', (count, findings) => {
  expect(detect(retry(count, 1))).toHaveLength(findings)
})

test('a program that waits a little longer each time is no storm', () => {
  expect(detect(retry(500, 10))).toEqual([])
})

test('as many connections that succeed are no storm', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 200; i++) script.connection('10.0.0.5', '10.0.0.9:443').wait(1)
  expect(detect(script)).toEqual([])
})

test('SYNs in the name of their target come from another device, and are no storm of its own', () => {
  const script = new TrafficScript()
  const self = '10.0.0.9:80'
  for (let i = 0; i < 100; i++) script.tcp(`10.0.0.9:${2000 + i}`, self, TcpFlag.syn).wait(1)
  expect(detect(script)).toEqual([])
})

import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { strobe } from './strobe.ts'

function connect(count: number, gapSeconds: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) script.ignored('10.0.0.5', '10.0.0.9:443').wait(gapSeconds)
  return script
}

const detect = (script: TrafficScript) => script.settled(strobe.with({ connectionCountMin: 100 }))

test.each([
  [99, 0],
  [100, 1],
  [200, 1],
])('%i connections in a day make %i findings', (count, findings) => {
  expect(detect(connect(count, 1))).toHaveLength(findings)
})

test('as many connections over several days are no strobe', () => {
  expect(detect(connect(150, 1800))).toEqual([])
})

test('the limit is a connection a second, all day, by default', () => {
  expect(connect(2000, 1).detect(strobe)).toEqual([])
})

import { expect, test } from 'vitest'
import { refusedConnections } from './example-detector.ts'
import { TrafficScript } from './traffic-script.ts'

function refusals(count: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 1; i <= count; i++) script.refused(`10.0.1.${i}`, '10.0.0.9:443').wait(1)
  return script
}

test.each([
  [19, []],
  [20, ['10.0.0.9 refused 20 connections (threshold: 20)']],
  [40, expect.arrayContaining(['10.0.0.9 refused 40 connections (threshold: 20)'])],
])('the example in CONTRIBUTING states of %i refusals %j', (count, titles) => {
  expect(
    refusals(count)
      .detect(refusedConnections)
      .map(({ title }) => title),
  ).toEqual(titles)
})

test('its options are those of any detector', () => {
  const strict = refusedConnections.with({ refusedCountMin: 5, allowFrom: ['10.0.1.5'] })
  expect(refusals(5).detect(strict)).toEqual([])
  expect(refusals(6).detect(refusedConnections.with({ refusedCountMin: 5 }))).toHaveLength(1)
})

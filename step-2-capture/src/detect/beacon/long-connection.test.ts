import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { longConnection } from './long-connection.ts'

/** A connection that says something every ten minutes. */
function stayConnected(hours: number, server = '198.51.100.7:443'): TrafficScript {
  const says = Array.from({ length: hours * 6 + 1 }, () => 'still here')
  const script = new TrafficScript()
  return script.connection('10.0.0.5:50000', server, { says, gapSeconds: 600, end: 'open' }).wait(1)
}

const severitiesOf = (script: TrafficScript) =>
  script.detect(longConnection).map((found) => found.severity)

test.each([
  [0.8, []],
  [1.2, ['info']],
  [4.2, ['info', 'low']],
  [12.2, ['info', 'low', 'low', 'low']],
])('a connection of %d hours is reported as %j', (hours, severities) => {
  const script = stayConnected(hours)
  expect(severitiesOf(script)).toEqual(severities)
  expect(script.settled(longConnection)).toHaveLength(Math.min(1, severities.length))
})

test('a connection inside the own network may stay as long as it likes', () => {
  expect(severitiesOf(stayConnected(5, '10.0.0.9:22'))).toEqual([])
})

test('many short connections are no long one', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 30; i++) script.connection('10.0.0.5', '198.51.100.7:443').wait(600)
  expect(severitiesOf(script)).toEqual([])
})

import { expect, test } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { connectionWithoutDns } from './connection-without-dns.ts'

const client = '10.0.0.5'

function browse(queryCount: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < queryCount; i++) {
    lookUp(script, { client, name: `site${i}.example`, answer: `198.51.1.${i}` })
    script.connection(client, `198.51.1.${i}:443`).wait(1)
  }
  return script
}

function connect(script: TrafficScript, count: number): TrafficScript {
  for (let i = 0; i < count; i++) script.connection(client, `203.0.113.${i}:443`).wait(1)
  return script
}

const severitiesOf = (script: TrafficScript) =>
  script.detect(connectionWithoutDns).map((found) => found.severity)

test.each([
  [9, []],
  [10, ['info']],
])('%i addresses out of the blue are reported as %j', (count, severities) => {
  expect(severitiesOf(connect(browse(10), count))).toEqual(severities)
})

test('a client whose questions are not seen here is not judged', () => {
  expect(severitiesOf(connect(browse(9), 50))).toEqual([])
})

test('a client that asks for everything is not reported', () => {
  expect(severitiesOf(browse(200))).toEqual([])
})

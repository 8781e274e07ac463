import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { httpFlood } from './http-flood.ts'

function ask(
  count: number,
  target: (i: number) => string,
  gapSeconds = 0.004,
  client = '10.0.0.5',
  server = '10.0.0.9:80',
): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    const says = [`GET ${target(i)} HTTP/1.1\r\nHost: a\r\n\r\n`, 'HTTP/1.1 200 OK\r\n\r\n']
    script.connection(client, server, { says }).wait(gapSeconds)
  }
  return script
}

const severitiesOf = (script: TrafficScript) =>
  script.detect(httpFlood).map((found) => found.severity)

test.each([
  [149, []],
  [150, ['medium']],
])('%i requests for one page with ever other queries: %j', (count, severities) => {
  expect(severitiesOf(ask(count, (i) => `/?${i}a=${i}`))).toEqual(severities)
})

test.each([
  [999, []],
  [1000, ['medium']],
])('%i requests for pages of all kinds within ten seconds: %j', (count, severities) => {
  expect(severitiesOf(ask(count, (i) => `/page/${i}`))).toEqual(severities)
})

test('names the client, the server, the numbers and the packets', () => {
  const [found] = ask(150, (i) => `/?${i}`).detect(httpFlood)
  expect(found).toMatchObject({ source: '10.0.0.5', target: '10.0.0.9', target_port: 80 })
  expect(found?.title).toMatch(/^10\.0\.0\.5 sent 150 requests to 10\.0\.0\.9:80 in /)
  expect(found?.evidence).toHaveLength(16)
})

test('a program that asks for news ten times a second is no flood', () => {
  expect(severitiesOf(ask(600, () => '/api/news?since=now', 0.1))).toEqual([])
})

test('one page with other queries, at the pace of a reader, is no flood', () => {
  expect(severitiesOf(ask(600, (i) => `/list?page=${i}`, 0.1))).toEqual([])
})

test('a load test of a server on the own machine is no flood', () => {
  const script = ask(1000, (i) => `/page/${i}`, 0.001, '127.0.0.1', '127.0.0.1:8080')
  expect(severitiesOf(script)).toEqual([])
})

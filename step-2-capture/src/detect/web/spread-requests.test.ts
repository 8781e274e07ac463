import { expect, test } from 'vitest'
import { askEach } from '../../../test/spread-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { spreadRequests } from './spread-requests.ts'

const found = (script: TrafficScript) => script.settled(spreadRequests)

test('the same path asked of three domains without an agent is found', () => {
  expect(found(askEach(new TrafficScript(), { count: 2 }))).toEqual([])
  const [stated] = found(askEach(new TrafficScript(), { count: 3 }))
  expect(stated).toMatchObject({ kind: 'spread_check_in', severity: 'medium', source: '10.0.0.5' })
  expect(stated?.title).toBe(
    '10.0.0.5 asked 3 domains for the same path /m2f8/ in 20 s, naming no agent (threshold: 3)',
  )
})

test('eight of them are of high severity', () => {
  expect(found(askEach(new TrafficScript(), { count: 12 })).at(-1)?.severity).toBe('high')
})

test.each([
  ['a browser', { headers: 'User-Agent: Mozilla/5.0\r\n' }],
  ['what a page leads to', { headers: 'Referer: http://a.example/\r\n' }],
  ['servers of one domain', { domain: 'cdn.example' }],
  ['the start page', { path: '/?a=1' }],
  ['what every site has', { path: '/favicon.ico?v=2' }],
  ['no query', { path: '/m2f8/file' }],
])('ordinary: %s', (_, given) => {
  expect(found(askEach(new TrafficScript(), given))).toEqual([])
})

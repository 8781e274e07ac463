import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { webScan } from './web-scan.ts'

interface Visit {
  readonly count: number
  readonly gapSeconds?: number
  readonly status: (i: number) => number
  readonly path?: (i: number) => string
}

function visit({ count, gapSeconds = 0.2, status, path = (i) => `/p${i}` }: Visit): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    const request = `GET ${path(i)} HTTP/1.1\r\nHost: a\r\n\r\n`
    const answer = `HTTP/1.1 ${status(i)} X\r\nContent-Length: 0\r\n\r\n`
    script.connection('10.0.0.5', '10.0.0.9:80', { says: [request, answer] }).wait(gapSeconds)
  }
  return script
}

const severitiesOf = (script: TrafficScript) =>
  script.detect(webScan).map((found) => found.severity)

test.each([
  [19, []],
  [20, ['medium']],
  [40, ['medium', 'medium']],
])('%i pages that are not there within a minute are reported as %j', (count, severities) => {
  expect(severitiesOf(visit({ count, status: () => 404 }))).toEqual(severities)
})

test('names who asked whom, and what share was missing', () => {
  const [found] = visit({ count: 20, status: () => 404 }).detect(webScan)
  expect(found).toMatchObject({ source: '10.0.0.5', target: '10.0.0.9', target_port: 80 })
  expect(found?.reasons.map(({ actual }) => actual)).toEqual([20, 1, 20])
})

test.each<[string, Visit]>([
  ['a crawler with a third of dead links', { count: 300, status: (i) => (i % 3 ? 200 : 404) }],
  ['a poller of one page that is gone', { count: 300, status: () => 404, path: () => '/old' }],
  ['a visitor who meets dead links now and then', { count: 100, gapSeconds: 5, status: () => 404 }],
])('%s is no scanner', (_, pages) => {
  expect(severitiesOf(visit(pages))).toEqual([])
})

import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { sessionTheft } from './session-theft.ts'

const cookie = 'PHPSESSID=q4k8u0dsm1l2n3b4v5c6x7z8a9'

interface Visit {
  readonly client: string
  readonly browser: string
  readonly cookie?: string
}

function visit(...visits: readonly Visit[]) {
  const script = new TrafficScript()
  for (const { client, browser, cookie: sent = cookie } of visits) {
    const head = `GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: ${browser}\r\nCookie: ${sent}\r\n\r\n`
    const says = [head, 'HTTP/1.1 200 OK\r\n\r\n']
    script.connection(client, '10.0.0.9:80', { says }).wait(5)
  }
  return script.detect(sessionTheft)
}

test('a session that goes on at another host with another browser is reported', () => {
  const [found, ...more] = visit(
    { client: '10.0.0.5', browser: 'Firefox' },
    { client: '10.0.0.66', browser: 'Chrome' },
  )
  expect(more).toEqual([])
  expect(found).toMatchObject({ severity: 'medium', source: '10.0.0.66', target: '10.0.0.9' })
  expect(found?.title).toContain('that 10.0.0.5 began with another browser')
})

test.each<[string, readonly Visit[]]>([
  [
    'a proxy that passes the request on',
    [
      { client: '10.0.0.5', browser: 'Firefox' },
      { client: '10.0.0.1', browser: 'Firefox' },
    ],
  ],
  [
    'two programs of one host',
    [
      { client: '10.0.0.5', browser: 'Firefox' },
      { client: '10.0.0.5', browser: 'Chrome' },
    ],
  ],
  [
    'a value that is too short to be a session',
    [
      { client: '10.0.0.5', browser: 'Firefox', cookie: 'sid=42' },
      { client: '10.0.0.6', browser: 'Chrome', cookie: 'sid=42' },
    ],
  ],
  [
    'two sessions of two people',
    [
      { client: '10.0.0.5', browser: 'Firefox', cookie: `${cookie}1` },
      { client: '10.0.0.6', browser: 'Chrome', cookie: `${cookie}2` },
    ],
  ],
])('%s is no theft', (_, visits) => {
  expect(visit(...visits)).toEqual([])
})

import { describe, expect, test } from 'vitest'
import { log4shellLookups } from '../../../test/log4shell-lookups.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { resolvedLookups } from './log4j-lookups.ts'
import { signatures } from './signatures.ts'

const head = 'HTTP/1.1\r\nHost: shop.example\r\n'
const encoded = (text: string) => encodeURIComponent(text).replaceAll("'", '%27')

/** A look-up in each part of a request. */
const places: Readonly<Record<string, (lookup: string) => string>> = {
  path: (lookup) => `GET /${encoded(lookup)} ${head}\r\n`,
  query: (lookup) => `GET /?q=${encoded(lookup)} ${head}\r\n`,
  method: (lookup) => `${lookup} / ${head}\r\n`,
  agent: (lookup) => `GET / ${head}User-Agent: ${lookup}\r\n\r\n`,
  cookie: (lookup) => `GET / ${head}Cookie: id=${lookup}\r\n\r\n`,
  credentials: (lookup) =>
    `GET / ${head}Authorization: Basic ${Buffer.from(`${lookup}:x`).toString('base64')}\r\n\r\n`,
  form: (lookup) => post('application/x-www-form-urlencoded', `user=${encoded(lookup)}`),
  json: (lookup) => post('application/json', `{"user":"${lookup}"}`),
}

function post(type: string, body: string): string {
  return `POST / ${head}Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

function kinds(request: string, answer = 'HTTP/1.1 200 OK\r\n\r\n') {
  const says = [request, answer]
  const script = new TrafficScript().connection('203.0.113.9', '192.0.2.80:8080', { says })
  return script.detect(signatures).map(({ kind, severity, source }) => [kind, severity, source])
}

test('there are at least sixty look-ups', () => {
  expect(new Set(log4shellLookups).size).toBeGreaterThanOrEqual(60)
})

describe.each(Object.entries(places))('a look-up in the %s of a request', (_, place) => {
  test.each(log4shellLookups)('%s', (lookup) => {
    expect(kinds(place(lookup))).toContainEqual(['log4shell', 'critical', '203.0.113.9'])
  })
})

test.each([
  'the price is ${price}, and the date ${date:yyyy-MM-dd}',
  '${user.name:-unknown} read ${lower:JNDI} in a book',
  '$jndi:ldap is no look-up',
  '${env:HOME}/${sys:user.dir}',
  'function f() { return `${a}${b}` }',
])('is silent about %s', (text) => {
  for (const place of Object.values(places)) expect(kinds(place(text))).toEqual([])
})

test('is silent about a page that quotes a look-up', () => {
  const page = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>${log4shellLookups[0]}</p>`
  expect(kinds(`GET / ${head}\r\n`, page)).toEqual([])
})

test('resolves a look-up from the inside out, in bounded time', () => {
  expect(resolvedLookups('${${lower:${upper:j}}ndi:a}')).toBe('${jndi:a}')
  const deep = '${a:-'.repeat(5_000)
  expect(resolvedLookups(deep)).toBe(deep)
})

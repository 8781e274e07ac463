import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { readingsOf } from './readable-body.ts'
import { signatures } from './signatures.ts'

const [client, server] = ['203.0.113.9', '192.0.2.80:80']
const says = (...messages: (string | Uint8Array)[]) =>
  new TrafficScript()
    .connection(client, server, { says: messages })
    .settled(signatures)
    .map(({ kind }) => kind)

const chunked = 'POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`
const post = (headers: string, body: Uint8Array) => [
  `POST /api HTTP/1.1\r\nHost: a\r\n${headers}Content-Length: ${body.length}\r\n\r\n`,
  '',
  body,
]

describe('an attack in a body is found', () => {
  const attack = "comment=1'+union+select+2+from+users"

  it('when the border of two chunks cuts it, wherever that is', () => {
    for (let cut = 1; cut < attack.length; cut += 3) {
      const chunks = [chunk(attack.slice(0, cut)), '', chunk(attack.slice(cut)), '', chunk('')]
      expect(says(chunked, '', ...chunks)).toEqual(['sql_injection'])
      expect(says(`${chunked}${chunks.join('')}`)).toEqual(['sql_injection'])
    }
  })

  it('once, though the next chunk is read with the end of this one', () => {
    const chunks = [chunk(attack), '', chunk('&more=a'), '', chunk('&more=b'), '', chunk('')]
    expect(says(chunked, '', ...chunks)).toEqual(['sql_injection'])
  })

  it('and not put together from the ends of two bodies', () => {
    const [first, second] = [attack.slice(0, 12), attack.slice(12)]
    const bodies = [
      `${chunked}${chunk(first)}${chunk('')}`,
      '',
      `${chunked}${chunk(second)}${chunk('')}`,
    ]
    expect(says(...bodies)).toEqual([])
  })

  it.each(['gzip', 'x-gzip', 'deflate'])('when it is packed (%s)', (encoding) => {
    const packed = gzipSync(Buffer.from(attack))
    expect(says(...post(`Content-Encoding: ${encoding}\r\n`, packed))).toEqual(['sql_injection'])
    expect(says(...post('', packed))).toEqual([])
  })

  it.each([
    ['an apostrophe', '{"name":"x\\u0027||\\u00271\\u0027=\\u00271"}', 'sql_injection'],
    ['a path', '{"file":"..\\/..\\/..\\/etc\\/passwd"}', 'path_traversal'],
    ['a tag', '["\\u003cscript\\u003ealert(1)"]', 'cross_site_scripting'],
  ])('when JSON writes %s by its number or behind a backslash', (_, body, kind) => {
    expect(says(...post('Content-Type: application/json\r\n', Buffer.from(body)))).toEqual([kind])
    expect(says(...post('', Buffer.from(body.replace(/\\/g, '~'))))).toEqual([])
  })
})

it('reads JSON both as it came and as it is meant, and all else once', () => {
  const texts = (body: string) =>
    readingsOf(Buffer.from(body), null).map((bytes) => Buffer.from(bytes).toString('latin1'))
  expect(texts(' {"a":"\\u0041\\n\\"\\u20ac\\')).toEqual([
    ' {"a":"\\u0041\\n\\"\\u20ac\\',
    ' {"a":"A\n"?\\',
  ])
  expect(texts('a=%41\\u0041')).toEqual(['a=A\\u0041'])
  expect(texts('{"a":1}')).toEqual(['{"a":1}'])
})

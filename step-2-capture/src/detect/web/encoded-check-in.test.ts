import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { encodedCheckIn } from './encoded-check-in.ts'

const hex = '6b78'.repeat(20)

interface Post {
  readonly target?: string
  readonly headers?: string
  readonly body: string
  /** Whether the body comes in a segment of its own. */
  readonly isSplit?: boolean
}

function post({ target = '/a1b2c3.php?n=x4tk7', headers = '', body, isSplit = false }: Post) {
  const head = `POST ${target} HTTP/1.1\r\nHost: a\r\n${headers}Content-Length: ${body.length}\r\n\r\n`
  const says = isSplit ? [head, '', body, 'HTTP/1.1 200 OK\r\n\r\n'] : [head + body]
  const script = new TrafficScript().connection('10.0.0.5', '198.51.100.7:80', { says })
  return script.detect(encodedCheckIn)
}

test.each([
  ['hexadecimal', `o=${hex}`],
  ['base64', `d=${'QUJDRA'.repeat(16)}==`],
])('a form of one field in %s digits is found, in one segment or two', (_, body) => {
  expect(post({ body })[0]).toMatchObject({ severity: 'high', source: '10.0.0.5' })
  expect(post({ body, isSplit: true })[0]).toMatchObject({
    target: '198.51.100.7',
    target_port: 80,
  })
})

test.each<[string, Post]>([
  ['a form with several fields', { body: `user=me&token=${hex}` }],
  ['a short code', { body: 'o=6b78' }],
  ['a form of a page', { body: `o=${hex}`, headers: 'Referer: http://a/\r\n' }],
  ['a form of a user who is logged in', { body: `o=${hex}`, headers: 'Cookie: s=1\r\n' }],
  ['a call of an interface', { body: `o=${hex}`, target: '/api/v1/metrics' }],
])('%s is not', (_, request) => {
  expect(post(request)).toEqual([])
})

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

const word = { body: `data=${hex}`, target: '/logos/logo.gif' }

test('a form of one word to a server that gave no page is found, and behind a page it is not', () => {
  expect(post(word)).toHaveLength(1)
  const page = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>hello</p>'
  const head = `POST /logos/logo.gif HTTP/1.1\r\nContent-Length: ${word.body.length}\r\n\r\n`
  const says = ['GET / HTTP/1.1\r\nHost: a\r\n\r\n', page, head + word.body]
  const script = new TrafficScript().connection('10.0.0.5', '198.51.100.7:80', { says })
  expect(script.detect(encodedCheckIn)).toEqual([])
})

const opaque = 'uCuF4AmjnkTfhUWghjDPGIGEKxL2Ehi3cQT7B0Cz6avleE27B41NsPBni8ZTlgvhHusg9XyWqRoV5p1d'
const browser = 'User-Agent: Mozilla/4.0 (compatible; MSIE 7.0)\r\n'

test('opaque data of what calls itself a browser is found where it gave no page', () => {
  expect(post({ target: '/home/', headers: browser, body: opaque })).toHaveLength(1)
})

test('opaque data in a request of two headers is found', () => {
  expect(post({ target: '/home/', body: opaque })).toHaveLength(1)
})

/** As a client of web shells sends it: a page led there, and there is a session. */
const session = 'Referer: http://a/a.jsp\r\nCookie: JSESSIONID=AB12\r\n'
const formType = 'Content-Type: application/x-www-form-urlencoded\r\n'
const order = { target: '/a.jsp', headers: `${browser}${session}${formType}`, body: opaque }

test('data to a script as if it were a form is found in a session too', () => {
  expect(post(order)).toHaveLength(1)
  expect(post({ ...order, isSplit: true })).toHaveLength(1)
})

test.each<[string, Post]>([
  [
    'a form with a long first name',
    { ...order, body: `${'ctl00%24Main%24'.repeat(4)}a=${opaque}` },
  ],
  ['data to no script', { ...order, target: '/upload/' }],
  [
    'data that says what it is',
    { ...order, headers: `${browser}${session}Content-Type: text/plain\r\n` },
  ],
])('%s is not, in a session', (_, request) => {
  expect(post(request)).toEqual([])
})

interface Bare {
  readonly method?: string
  readonly headers?: string
  readonly body: string
  readonly to?: string
}

/** A request to a bare address that names itself as the page before. */
function toAddress({ method = 'POST', headers = '', body, to = '198.51.100.7' }: Bare) {
  const page = `Host: ${to}:8080\r\nReferer: http://${to}/home/\r\n`
  const head = `${method} /home/ HTTP/1.1\r\n${page}${browser}${headers}Content-Length: ${body.length}\r\n\r\n`
  const script = new TrafficScript().connection('10.0.0.5', `${to}:8080`, { says: [head + body] })
  return script.detect(encodedCheckIn).length
}

const parts = 'Content-Type: multipart/form-data; boundary=x\r\n'
const part = '--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n'
test.each<[string, Bare]>([
  ['opaque data', { body: opaque }],
  ['opaque data in a part', { headers: parts, body: `${part}${opaque}\r\n--x--` }],
  ['a form of one field', { body: `abcdef=${'QUJDRA'.repeat(16)}` }],
  ['opaque data with a GET', { method: 'GET', body: opaque }],
])('%s to a bare address is found, though the address stands as the page before', (_, request) => {
  expect(toAddress(request)).toBe(1)
  // At home people do that.
  expect(toAddress({ ...request, to: '192.168.1.1' })).toBe(0)
})

test.each<[string, Post]>([
  [
    'opaque data of another program',
    { target: '/home/', headers: 'User-Agent: tool/1.0\r\n', body: opaque },
  ],
  ['a form', { target: '/home/', headers: browser, body: `token=${opaque}` }],
  ['a text', { target: '/home/', headers: browser, body: `a text of people ${opaque}` }],
  ['an object', { target: '/home/', headers: browser, body: `{"a":"${opaque}"}` }],
  [
    'a question about a certificate',
    { target: '/', headers: `${browser}Content-Type: application/ocsp-request\r\n`, body: opaque },
  ],
])('%s is not', (_, request) => {
  expect(post(request)).toEqual([])
})

test('a form is found with its plus signs escaped, and after the server asked for it', () => {
  const body = `p=${'Ab%2BC/d9'.repeat(14)}%3D%3D`
  expect(post({ body })).toHaveLength(1)
  const head = `POST /inc/a.php HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`
  const says = [head, 'HTTP/1.1 100 Continue\r\n\r\n', body, 'HTTP/1.1 200 OK\r\n\r\n']
  const script = new TrafficScript().connection('10.0.0.5', '198.51.100.7:80', { says })
  expect(script.detect(encodedCheckIn)).toHaveLength(1)
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

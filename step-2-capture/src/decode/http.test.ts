import { expect, test } from 'vitest'
import { HttpHead, HttpKind, httpHeaderCountMax, httpHeadLengthMax } from './http.ts'

function parse(message: string, length = message.length) {
  const head = new HttpHead()
  const bytes = Buffer.from(`##${message}##`, 'latin1')
  const kind = head.parse(bytes, 2, length)
  return { kind, head }
}

const request =
  'GET /a?b=c HTTP/1.1\r\nHost: Example.com\r\nUser-Agent:\tcurl/8 \r\nEmpty:\r\n\r\nbody'

test('reads a request', () => {
  const { kind, head } = parse(request)
  expect(kind).toBe(HttpKind.request)
  expect(head).toMatchObject({
    method: 'GET',
    target: '/a?b=c',
    version: 11,
    isComplete: true,
    headerCount: 3,
    end: 2 + request.length - 4,
  })
  expect(head.header('host')).toBe('Example.com')
  expect(head.header('user-agent')).toBe('curl/8')
  expect(head.header('empty')).toBe('')
  expect(head.header('cookie')).toBeNull()
  expect(head.headerName(1)).toBe('User-Agent')
})

test('reads a response, and lines that end without a carriage return', () => {
  const { kind, head } = parse('HTTP/1.0 404 Not Found\nServer: nginx\n\n')
  expect(kind).toBe(HttpKind.response)
  expect(head).toMatchObject({ status: 404, version: 10, isComplete: true, method: '', target: '' })
  expect(head.header('server')).toBe('nginx')
})

test('takes a target with blanks as it was sent', () => {
  expect(parse("GET /?q=1' OR '1'='1 HTTP/1.1\r\n\r\n").head.target).toBe("/?q=1' OR '1'='1")
})

test('takes more blanks than one around a target', () => {
  expect(parse('GET  \t /x  HTTP/1.1\r\n\r\n').head.target).toBe('/x')
  expect(parse('GET   HTTP/1.1\r\n\r\n').head.target).toBe('')
})

test('reads a request as far as it is there, and never behind its end', () => {
  for (let length = 0; length < request.length - 4; length++) {
    const { head, kind } = parse(request, length)
    expect(head.isComplete).toBe(false)
    if (kind !== HttpKind.none) expect(head.target.length).toBeLessThanOrEqual(length)
    for (let i = 0; i < head.headerCount; i++) expect(head.headerValue(i)).not.toContain('#')
  }
  expect(parse('GET /a-long-target', 18).head.target).toBe('/a-long-target')
})

test.each([
  ['prose', 'It is a lovely day; see you at 5\r\n'],
  ['SMTP', 'EHLO client.example\r\n'],
  ['SIP', 'INVITE sip:a@b SIP/2.0\r\n\r\n'],
  ['TLS', '\x16\x03\x01\x02\x00\x01'],
  ['a status line without a number', 'HTTP/1.1 abc\r\n\r\n'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['nothing', ''],
])('takes %s for no HTTP/1', (_name, message) => {
  expect(parse(message).kind).toBe(HttpKind.none)
})

test('bounds the header fields and the head', () => {
  const fields = Array.from({ length: 500 }, (_, i) => `x-${i}: ${i}\r\n`).join('')
  const { head } = parse(`GET / HTTP/1.1\r\n${fields}\r\n`)
  expect(head).toMatchObject({ headerCount: httpHeaderCountMax, isComplete: true })
  const long = parse(`GET / HTTP/1.1\r\nx: ${'y'.repeat(httpHeadLengthMax)}\r\n\r\n`).head
  expect(long).toMatchObject({ isComplete: false, end: 2 + httpHeadLengthMax })
})

import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { clearTextLogin } from './clear-text-login.ts'

function say(port: number, ...says: string[]): string[] {
  const script = new TrafficScript().connection('10.0.0.5', `10.0.0.9:${port}`, { says })
  return script.detect(clearTextLogin).map((found) => found.title)
}

test.each([
  [21, 'FTP', ['', '220 FTP\r\n', 'USER a\r\n', '331\r\n', 'PASS secret\r\n']],
  [110, 'POP3', ['', '+OK hi\r\n', 'USER a\r\n', '+OK\r\n', 'PASS secret\r\n']],
  [143, 'IMAP', ['', '* OK hi\r\n', 'a1 LOGIN me secret\r\n']],
  [25, 'SMTP', ['', '220 mail ESMTP\r\n', 'EHLO a\r\n', '250\r\n', 'AUTH PLAIN AGEAYg==\r\n']],
  [23, 'TELNET', ['', '\xff\xfb\x01', '\xff\xfd\x01', 'Password: ']],
  [80, 'HTTP', ['GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YTpi\r\n\r\n']],
])('a password on port %i over %s is reported once', (port, protocol, says) => {
  const titles = say(port, ...says)
  expect(titles).toEqual([
    `10.0.0.5 sent 1 password in clear text to 10.0.0.9:${port} over ${protocol} (threshold: 1)`,
  ])
})

test.each([
  [21, 'an anonymous login', ['', '220 FTP\r\n', 'USER ftp\r\n', '331\r\n', 'PASS anonymous\r\n']],
  [
    21,
    'a login by mail address',
    ['', '220 FTP\r\n', 'USER ftp\r\n', '331\r\n', 'PASS me@a.example\r\n'],
  ],
  [
    143,
    'a login behind STARTTLS',
    ['', '* OK hi\r\n', 'a1 STARTTLS\r\n', 'a1 OK\r\n', '\x16\x03\x01'],
  ],
  [80, 'a token', ['GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer abc\r\n\r\n']],
  [80, 'a page about passwords', ['GET /password HTTP/1.1\r\nHost: a\r\n\r\n']],
])('on port %i %s is no password in clear text', (port, _, says) => {
  expect(say(port, ...says)).toEqual([])
})

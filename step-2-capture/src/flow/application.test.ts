import { expect, test } from 'vitest'
import { Application, applicationNames, applicationOf } from './application.ts'

function dispatch(payload: string, port = 50_000): string | undefined {
  const bytes = Buffer.from(`....${payload}`, 'latin1')
  return applicationNames[applicationOf(bytes, 4, bytes.length - 4, port)]
}

test.each([
  ['http', 'GET / HTTP/1.1\r\n'],
  ['http', 'POST /a HTTP/1.1\r\n'],
  ['http', 'PROPFIND / HTTP/1.1\r\n'],
  ['http', 'HTTP/1.0 200 OK\r\n'],
  ['http', 'NESSUS / HTTP/1.1\r\n'],
  ['tls', '\x16\x03\x01\x02\x00\x01'],
  ['tls', '\x17\x03\x03\x00\x20secret'],
  ['ssh', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['ftp', '220 (vsFTPd 3.0.3)\r\n'],
  ['smtp', '220 mail.example ESMTP Postfix\r\n'],
  ['smtp', 'EHLO me\r\n'],
  ['pop3', '+OK POP3 ready\r\n'],
  ['imap', '* OK IMAP4 ready\r\n'],
  ['telnet', '\xff\xfd\x18\xff\xfd\x20'],
  ['smb', '\x00\x00\x00\x54\xffSMB\x72'],
  ['smb', '\x00\x00\x00\x54\xfeSMB\x40'],
  ['rpc', `\x05\x00\x0b\x03\x10\x00\x00\x00${'\x00'.repeat(8)}`],
  ['rdp', '\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00'],
  ['vnc', 'RFB 003.008\n'],
  ['postgresql', '\x00\x00\x00\x08\x04\xd2\x16\x2f'],
  ['irc', 'NICK bot\r\nUSER bot 0 * :bot\r\n'],
  ['mqtt', '\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04abcd'],
  ['sip', 'INVITE sip:bob@example SIP/2.0\r\n'],
  ['sip', 'OPTIONS sip:bob@example SIP/2.0\r\n'],
  ['redis', '*2\r\n$4\r\nAUTH\r\n'],
  ['bitTorrent', '\x13BitTorrent protocol'],
  ['mysql', '\x4a\x00\x00\x00\x0a8.0.36'.padEnd(78, '\0')],
  ['other', '\x4a\x00\x00\x00\x0a8.0.36'.padEnd(77, '\0')],
  ['mssql', `\x12\x01\x00\x1a\x00\x00\x01\x00\x00\x00\x0b${'\0'.repeat(15)}`],
  ['mssql', `\x10\x01\x00\x60\x00\x00\x01\x00\x58${'\0'.repeat(87)}`],
  ['other', `\x12\x01\x00\x1b\x00\x00\x01\x00\x00\x00\x0b${'\0'.repeat(15)}`],
  ['mongodb', `\x20\0\0\0\x07\0\0\0\0\0\0\0\xdd\x07\0\0${'\0'.repeat(16)}`],
  ['other', `\x21\0\0\0\x07\0\0\0\0\0\0\0\xdd\x07\0\0${'\0'.repeat(16)}`],
  ['oracle', `\0\x40\0\0\x01\0\0\0\x01\x3b${'\0'.repeat(54)}`],
  ['other', `\0\x40\0\0\x06\0\0\0\x01\x3b${'\0'.repeat(54)}`],
  ['rtsp', 'DESCRIBE rtsp://10.0.0.9/live RTSP/1.0\r\n'],
  ['rtsp', 'OPTIONS rtsp://10.0.0.9:554 RTSP/1.0\r\n'],
  ['other', 'hello there'],
  ['other', '\x81\x00\x01\x02'],
  ['other', 'GET'],
  ['other', '\x16'],
])('tells %s by what it says', (expected, payload) => {
  expect(dispatch(payload)).toBe(expected)
})

test('lets the port decide where the words are the same', () => {
  expect(dispatch('220 ready\r\n', 21)).toBe('ftp')
  expect(dispatch('220 ready\r\n', 25)).toBe('smtp')
  expect(dispatch('USER me\r\n', 110)).toBe('pop3')
  expect(dispatch('USER me\r\n', 21)).toBe('ftp')
  expect(dispatch('0\x0c\x02\x01\x01', 389)).toBe('ldap')
  expect(dispatch('0\x0c\x02\x01\x01', 390)).toBe('other')
  expect(dispatch('\x4a\x00\x00\x00\x0a8.0.36', 3306)).toBe('mysql')
})

test('every application has its name at its number', () => {
  for (const name of applicationNames) expect(applicationNames[Application[name]]).toBe(name)
})

import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { oddPort } from './odd-port.ts'

const ssh = ['SSH-2.0-OpenSSH_9.6\r\n', 'SSH-2.0-OpenSSH_9.6\r\n']
const http = ['GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n']
const tls = ['\x16\x03\x01\x00\x05hello', '\x16\x03\x03\x00\x05hello']

const found = (script: TrafficScript) =>
  script.detect(oddPort).map(({ kind, severity }) => `${severity} ${kind}`)

const speak = (to: string, says: string[]) =>
  found(new TrafficScript().connection('10.0.0.5', to, { says }))

test.each([
  ['198.51.100.7:443', ssh, ['medium odd_protocol_for_port']],
  ['198.51.100.7:53', ssh, ['medium odd_protocol_for_port']],
  ['10.0.0.9:443', ssh, ['low odd_protocol_for_port']],
  ['198.51.100.7:22', http, ['low odd_protocol_for_port']],
  ['198.51.100.7:4444', tls, ['medium backdoor_port']],
  ['10.0.0.9:12345', ['hello', 'hello'], ['medium backdoor_port']],
  ['10.0.0.9:12345', http, ['low backdoor_port']],
  ['127.0.0.1:12345', ['hello', 'hello'], ['low backdoor_port']],
])('what is spoken to %s is reported', (to, says, expected) => {
  expect(speak(to, says)).toEqual(expected)
})

test.each([
  ['198.51.100.7:22', ssh],
  ['198.51.100.7:2222', ssh],
  ['198.51.100.7:80', http],
  ['198.51.100.7:8080', http],
  ['198.51.100.7:443', tls],
  ['198.51.100.7:4443', tls],
  ['198.51.100.7:443', ['\x81\x00something of its own', 'and back']],
])('what is spoken to %s is typical', (to, says) => {
  expect(speak(to, says)).toEqual([])
})

test('an unanswered knock at a backdoor port is left to the scan detector', () => {
  const script = new TrafficScript().refused('10.0.0.5', '10.0.0.9:4444')
  expect(found(script.connection('10.0.0.5', '10.0.0.9:4444', { says: [] }))).toEqual([])
})

test('packets to port 0 are reported once a target', () => {
  const script = new TrafficScript().ignored('10.0.0.5', '10.0.0.9:0')
  expect(found(script)).toEqual(['low port_zero'])
  expect(found(new TrafficScript().ignored('10.0.0.5', '10.0.0.9:1'))).toEqual([])
})

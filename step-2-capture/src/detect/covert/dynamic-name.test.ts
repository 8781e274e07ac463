import { expect, test } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { clientHello, records, serverName } from '../../../test/hello-bytes.ts'
import { tlsTalk } from '../../../test/tls-talk.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { dynamicName } from './dynamic-name.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7']
const plain = tlsTalk({ hello: Uint8Array.from(records(clientHello())) })
const named = tlsTalk({
  hello: Uint8Array.from(records(clientHello({ extensions: [serverName('a.duckdns.org')] }))),
})

type Play = (script: TrafficScript) => TrafficScript

function play(name: string, talk: Play) {
  const script = new TrafficScript()
  lookUp(script, { client, name, answer: server })
  return talk(script).detect(dynamicName)
}

const speak = (port: number, says: readonly (string | Uint8Array)[] = ['a\0b', 'c\0d']) => {
  return (script: TrafficScript) => script.connection(client, `${server}:${port}`, { says })
}
const attempts = (count: number, does: 'refused' | 'ignored') => (script: TrafficScript) => {
  for (let i = 0; i < count; i++) script.wait(3)[does](client, `${server}:1177`)
  return script.wait(10).udp(client, '10.0.0.1:9')
}

test.each<[string, string, Play]>([
  ['talks in no known protocol', 'shop.duckdns.org', speak(1_177)],
  ['talks over a tunnel', '0.tcp.eu.ngrok.io', speak(14_333)],
  ['talks in TLS that asks for no name', 'x.ddns.net', speak(6_606, plain)],
  ['is refused three times', 'x.hopto.org', attempts(3, 'refused')],
  ['is not answered three times', 'x.hopto.org', attempts(3, 'ignored')],
])('a client that %s is found', (_, name, talk) => {
  const [found] = play(name, talk)
  expect(found).toMatchObject({ kind: 'dynamic_name_session', source: client, target: server })
  expect(found?.title).toContain(name)
})

test.each<[string, string, Play]>([
  ['talks to a name of a company', 'shop.example.org', speak(1_177)],
  [
    'reads the page of a home',
    'x.duckdns.org',
    speak(80, ['GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n']),
  ],
  ['talks on a port of a home', 'x.duckdns.org', speak(8_443)],
  [
    'talks HTTP on another',
    'x.duckdns.org',
    speak(9_100, ['GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n']),
  ],
  ['asks for the name in TLS', 'a.duckdns.org', speak(6_606, named)],
  ['is refused twice', 'x.hopto.org', attempts(2, 'refused')],
  ['asks a developer for a page', 'abc.ngrok.io', speak(14_333)],
])('a client that %s is not', (_, name, talk) => {
  expect(play(name, talk)).toEqual([])
})

import { expect, test } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { clientHello, records, serverName } from '../../../test/hello-bytes.ts'
import { tlsTalk } from '../../../test/tls-talk.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { c2Certificate } from './c2-certificate.ts'

const [client, outside, inside] = ['10.0.0.5', '198.51.100.7', '10.0.0.80']
const plainHello = Uint8Array.from(records(clientHello()))
const namedHello = Uint8Array.from(records(clientHello({ extensions: [serverName('a.example')] })))

interface Session {
  readonly subject?: string
  readonly issuer?: string
  readonly server?: string
  readonly hello?: Uint8Array
  readonly from?: string
}

function session(given: Session) {
  const { server = `${outside}:4041`, hello = plainHello, from = client, ...names } = given
  const says = tlsTalk({ hello, ...names })
  return new TrafficScript().connection(from, server, { says }).detect(c2Certificate)
}

test.each<[string, Session, string]>([
  ['a tool names itself', { subject: 'AsyncRAT Server', issuer: 'AsyncRAT Server' }, 'high'],
  ['its authority is a tool', { subject: 'client', issuer: 'DcRat Server' }, 'high'],
  ['a tool is inside', { subject: 'Quasar Server CA', server: `${inside}:4782` }, 'high'],
  [
    'it bears the example of a tool',
    { subject: 'Internet Widgits Pty Ltd', server: `${outside}:443`, hello: namedHello },
    'medium',
  ],
  ['it is signed by itself on an odd port', { subject: 'localhost' }, 'medium'],
  [
    'a host that does not exist has signed it',
    { subject: 'qafi.biz', issuer: 'qafi-ronu.info' },
    'medium',
  ],
  ['it is signed by itself on a port of TLS', { subject: 'vpn', server: `${outside}:443` }, 'low'],
])('a certificate is stated where %s', (_, names, severity) => {
  const [found] = session({ issuer: names.subject ?? '', ...names })
  expect(found).toMatchObject({ severity, source: client, kind: 'c2_certificate' })
})

test('a second service outside with a certificate of its own is of medium severity', () => {
  const script = new TrafficScript()
  for (const server of ['198.51.100.7:443', '203.0.113.9:447', '192.0.2.6:443']) {
    script.connection(client, server, {
      says: tlsTalk({ hello: plainHello, subject: 'x', issuer: 'x' }),
    })
  }
  expect(script.settled(c2Certificate).map(({ severity }) => severity)).toEqual([
    'low',
    'medium',
    'medium',
  ])
})

test('a server that DNS named may have any authority', () => {
  const script = new TrafficScript()
  lookUp(script, { client, name: 'a.example', answer: outside })
  const says = tlsTalk({ hello: plainHello, subject: 'qafi.biz', issuer: 'qafi-ronu.info' })
  script.connection(client, `${outside}:4041`, { says })
  expect(script.detect(c2Certificate)).toEqual([])
})

test('two names that were drawn are those of a relay of Tor', () => {
  const names = { subject: 'www.7kdnavqbhxz5.net', issuer: 'www.upd4tqwnq.com' }
  const tor = { kind: 'tor_connection', severity: 'low', source: client }
  expect(session({ ...names, hello: namedHello, server: `${outside}:9001` })).toMatchObject([tor])
  expect(session({ ...names, issuer: 'Some CA', server: `${outside}:9001` })).toEqual([])
  expect(session({ subject: 'www.a1.net', issuer: 'www.upd4tqwnq.com' })).toEqual([])
})

test.each<[string, Session]>([
  ['of an authority', { subject: 'localhost', issuer: 'Some CA' }],
  ['that was asked for by name', { subject: 'a.example', issuer: 'a.example', hello: namedHello }],
  ['of a device inside', { subject: 'printer', issuer: 'printer', server: `${inside}:8010` }],
  ['of a neighbour', { subject: 'x', issuer: 'x', from: '198.51.7.9' }],
  ['whose name only sounds alike', { subject: 'asyncration.example', issuer: 'Some CA' }],
])('a certificate %s is not', (_, names) => {
  expect(session(names)).toEqual([])
})

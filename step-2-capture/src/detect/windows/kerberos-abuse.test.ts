import { expect, test } from 'vitest'
import {
  kerberosError,
  loginReply,
  loginRequest,
  overTcp,
  ticketRequest,
} from '../../../test/kerberos-messages.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { kerberosAbuse } from './kerberos-abuse.ts'

const server = '10.0.0.9:88'
const severitiesOf = (script: TrafficScript) =>
  script.detect(kerberosAbuse).map(({ severity, kind }) => `${severity} ${kind}`)

function refused(count: number, code: number, gapSeconds = 1): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    script.connection('10.0.0.5', server, {
      says: ['\0\0\0\x10as-req', overTcp(kerberosError(code))],
    })
    script.wait(gapSeconds)
  }
  return script
}

function asks(services: readonly string[], ciphers: readonly number[]): TrafficScript {
  const script = new TrafficScript()
  for (const service of services) {
    script.connection('10.0.0.5', server, {
      says: [overTcp(ticketRequest(service, ciphers)), 'tgs-rep'],
    })
  }
  return script
}
const services = (count: number) => Array.from({ length: count }, (_, i) => `sql${i}.lab.example`)

test.each([
  ['wrong passwords', 24],
  ['unknown names', 6],
])('ten %s within five minutes are guesses', (_, code) => {
  expect(severitiesOf(refused(9, code))).toEqual([])
  expect(severitiesOf(refused(10, code))).toEqual(['medium kerberos_guessing'])
})

test('clients that are asked to prove themselves, as each is at first, do not guess', () => {
  expect(severitiesOf(refused(100, 25))).toEqual([])
})

test('people who mistype now and then are no guessers', () => {
  expect(severitiesOf(refused(30, 24, 60))).toEqual([])
})

test('tickets for five services in RC4 within a minute are reported', () => {
  expect(severitiesOf(asks(services(4), [23, 16, 3]))).toEqual([])
  expect(severitiesOf(asks(services(5), [23, 16, 3]))).toEqual(['medium kerberoasting'])
})

test('tickets in the ciphers that clients ask for by themselves are not', () => {
  expect(severitiesOf(asks(services(50), [18, 17, 23]))).toEqual([])
})

test('an old client that asks for one service again and again is not', () => {
  expect(severitiesOf(asks(new Array(50).fill('sql.lab.example'), [23]))).toEqual([])
})

test.each(['host', 'cifs', 'LDAP', 'krbtgt'])(
  'tickets for the %s of many computers are not: their passwords are random',
  (serviceClass) => {
    const script = new TrafficScript()
    for (const service of services(50)) {
      const request = ticketRequest(service, [23], 40, { serviceClass })
      script.connection('10.0.0.5', server, { says: [overTcp(request), 'tgs-rep'] })
    }
    expect(severitiesOf(script)).toEqual([])
  },
)

const timestamp = 2
const windows = [18, 17, 23, 24]
const hashOnly = [23, 24]

test.each([
  [
    'RC4 only with proof, where the domain has AES',
    hashOnly,
    [timestamp],
    18,
    'kerberos_downgrade',
  ],
  ['RC4 only with proof, where the domain has RC4', hashOnly, [timestamp], 23, undefined],
  ['AES with proof', windows, [timestamp], 18, undefined],
  ['RC4 only in FAST', [23], [136], 18, 'kerberos_downgrade'],
  ['RC4 only without proof', [23], [], 18, 'as_rep_roasting'],
  ['RC4 only with another hint', [23], [128], 18, 'as_rep_roasting'],
  ['AES without proof', windows, [128], 18, undefined],
])('a login with %s makes %s, %s, %s', (_, ciphers, proofs, ticketCipher, kind) => {
  const says = [overTcp(loginRequest(ciphers, proofs)), overTcp(loginReply(ticketCipher))]
  const script = new TrafficScript().connection('10.0.0.5', server, { says })
  expect(severitiesOf(script)).toEqual(kind === undefined ? [] : [`medium ${kind}`])
})

test('a login without proof that the domain refuses is none', () => {
  const says = [overTcp(loginRequest([23], [])), overTcp(kerberosError(25))]
  const script = new TrafficScript().connection('10.0.0.5', server, { says })
  expect(severitiesOf(script)).toEqual([])
})

test.each([
  ['AES', [23], 18, ['medium kerberos_downgrade']],
  ['AES, and offers it', [23, 18], 18, []],
  ['RC4', [23], 23, []],
])('a ticket in RC4 for a client whose session uses %s', (_, ciphers, sessionCipher, expected) => {
  const request = ticketRequest('sql.lab.example', ciphers, 40, { sessionCipher })
  const script = new TrafficScript().connection('10.0.0.5', server, { says: [overTcp(request)] })
  expect(severitiesOf(script)).toEqual(expected)
})

test('a login is judged by the last bytes that a cut packet holds', () => {
  const request = loginRequest([23, 17], [])
  const script = new TrafficScript()
  for (let length = 1; length < request.length; length++) {
    const says = [request.subarray(0, length), overTcp(loginReply(18))]
    script.connection('10.0.0.5', server, { says })
  }
  expect(severitiesOf(script)).toEqual([])
})

test('names the client and the domain controller', () => {
  const [found] = asks(services(5), [23]).detect(kerberosAbuse)
  expect(found).toMatchObject({ source: '10.0.0.5', target: '10.0.0.9', target_port: 88 })
  expect(found?.title).toContain('for 5 tickets in RC4')
})

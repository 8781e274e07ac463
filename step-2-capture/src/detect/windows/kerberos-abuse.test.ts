import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { ber } from '../../simulate/packet-builder/ber.ts'
import { createKerberosAbuse } from './kerberos-abuse.ts'

const sequence = 0x30
const number = (value: number) => Buffer.from([2, 1, value])
const field = (index: number, ...parts: Uint8Array[]) => ber(0xa0 + index, ...parts)
/** In TCP the length stands first. */
const framed = (message: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, message.length]), message])

const refusal = (code: number) =>
  framed(
    ber(0x7e, ber(sequence, field(0, number(5)), field(1, number(30)), field(6, number(code)))),
  )

function ticketRequest(service: string, ciphers: readonly number[]): Buffer {
  const text = (value: string) => ber(0x1b, Buffer.from(value))
  const name = ber(
    sequence,
    field(0, number(2)),
    field(1, ber(sequence, text('MSSQLSvc'), text(service))),
  )
  const body = ber(
    sequence,
    field(0, Buffer.from('03050040810010', 'hex')),
    field(2, text('LAB.EXAMPLE')),
    field(3, name),
    field(8, ber(sequence, ...ciphers.map(number))),
  )
  return framed(ber(0x6c, ber(sequence, field(1, number(5)), field(2, number(12)), field(4, body))))
}

const server = '10.0.0.9:88'
const severitiesOf = (script: TrafficScript) =>
  script.detect(createKerberosAbuse()).map(({ severity, kind }) => `${severity} ${kind}`)

function refused(count: number, code: number, gapSeconds = 1): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    script.connection('10.0.0.5', server, { says: ['\0\0\0\x10as-req', refusal(code)] })
    script.wait(gapSeconds)
  }
  return script
}

function asks(services: readonly string[], ciphers: readonly number[]): TrafficScript {
  const script = new TrafficScript()
  for (const service of services) {
    script.connection('10.0.0.5', server, { says: [ticketRequest(service, ciphers), 'tgs-rep'] })
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

test('names the client and the domain controller', () => {
  const [found] = asks(services(5), [23]).detect(createKerberosAbuse())
  expect(found).toMatchObject({ source: '10.0.0.5', target: '10.0.0.9', target_port: 88 })
  expect(found?.title).toContain('for 5 tickets in the weakest cipher')
})

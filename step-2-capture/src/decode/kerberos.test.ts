import { expect, test } from 'vitest'
import { kerberosError, overTcp, ticketRequest } from '../../test/kerberos-messages.ts'
import { Random } from '../simulate/random.ts'
import { KerberosKind, KerberosMessage } from './kerberos.ts'

/** Parses what stands between two marks, so that a read beyond it shows. */
function parse(message: Uint8Array, length = message.length) {
  const bytes = Buffer.concat([Buffer.from('##'), message, Buffer.from('##')])
  const kerberos = new KerberosMessage()
  return { isRead: kerberos.parse(bytes, 2, 2 + length), kerberos }
}

test.each([
  ['a datagram', kerberosError(24)],
  ['a TCP segment', overTcp(kerberosError(24))],
])('reads the code of an error in %s', (_, message) => {
  const { isRead, kerberos } = parse(message)
  expect(isRead).toBe(true)
  expect(kerberos).toMatchObject({ kind: KerberosKind.error, errorCode: 24 })
})

test.each([
  ['first', [23, 18], 23],
  ['alone', [18], 18],
])('reads the cipher that a ticket request names %s', (_, ciphers, cipher) => {
  for (const ticketBytes of [40, 1_200]) {
    const { kerberos } = parse(overTcp(ticketRequest('sql.example', ciphers, ticketBytes)))
    expect(kerberos).toMatchObject({ kind: KerberosKind.ticketRequest, cipher })
  }
})

test('tells services apart, whatever the ticket and the ciphers', () => {
  const name = (...args: Parameters<typeof ticketRequest>) => {
    const message = ticketRequest(...args)
    const { nameStart, nameEnd } = parse(message).kerberos
    return Buffer.from(message.subarray(nameStart - 2, nameEnd - 2)).toString('latin1')
  }
  expect(name('a.example', [23])).toContain('example')
  expect(name('a.example', [23])).toBe(name('a.example', [18, 17], 300))
  expect(name('a.example', [23])).not.toBe(name('b.example', [23]))
})

test('says of no truncated message what it cannot know', () => {
  const message = ticketRequest('sql.example', [23])
  for (let length = 0; length < message.length; length++) {
    const { isRead, kerberos } = parse(message, length)
    expect(isRead).toBe(false)
    expect(kerberos.kind).toBe(KerberosKind.other)
  }
  const error = kerberosError(6)
  for (let length = 0; length < error.length; length++) {
    expect(parse(error, length).isRead).toBe(false)
  }
})

test('reads whatever a stranger sends without a throw, and its numbers are numbers', () => {
  const random = new Random('kerberos')
  for (let i = 0; i < 5_000; i++) {
    const message = Buffer.from(i % 2 ? kerberosError(24) : ticketRequest('a.example', [23]))
    for (let n = 0; n < 3; n++) {
      message[random.integer(0, message.length - 1)] = random.integer(0, 255)
    }
    const { kerberos } = parse(message)
    expect(Number.isInteger(kerberos.errorCode) && Number.isInteger(kerberos.cipher)).toBe(true)
  }
})

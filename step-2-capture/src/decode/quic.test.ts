import { createCipheriv } from 'node:crypto'
import { expect, test } from 'vitest'
import { browserHello } from '../../test/hello-bytes.ts'
import { type Bytes, u16, u32, zeros } from '../../test/packet-bytes.ts'
import { QuicFound, QuicHelloReader } from './quic.ts'
import { clientInitialKeys, quicVersionOf } from './quic-keys.ts'

const connectionId = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08]

interface InitialFields {
  readonly version?: number
  readonly id?: Bytes
  readonly keyId?: Bytes
  readonly number?: number
  readonly token?: Bytes
}

/** Encrypts frames as a client's Initial packet (RFC 9001, section 5). */
function initial(frames: Bytes, fields: InitialFields = {}): Bytes {
  const { version = 1, id = connectionId, keyId = id, number = 2, token = [] } = fields
  const known = quicVersionOf(version)!
  const keys = clientInitialKeys(known, Uint8Array.from(keyId))
  const padded = [...frames, ...zeros(Math.max(0, 40 - frames.length))]
  const first = 0xc3 | (known.initialType << 4)
  const header = [
    ...[first, ...u32(version), id.length, ...id, 0, token.length, ...token],
    ...u16(0x4000 | (4 + padded.length + 16)),
    ...u32(number),
  ]
  const nonce = Buffer.from(keys.iv)
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ number) >>> 0, 8)
  const cipher = createCipheriv('aes-128-gcm', keys.key, nonce)
  cipher.setAAD(Uint8Array.from(header))
  const sealed = Buffer.concat([
    cipher.update(Uint8Array.from(padded)),
    cipher.final(),
    cipher.getAuthTag(),
  ])
  const mask = createCipheriv('aes-128-ecb', keys.headerProtection, null).update(
    sealed.subarray(0, 16),
  )
  const masked = header.map((byte, i) => {
    if (i === 0) return byte ^ (mask[0]! & 0x0f)
    const inNumber = i - (header.length - 4)
    return inNumber < 0 ? byte : byte ^ mask[1 + inNumber]!
  })
  return [...masked, ...sealed]
}

const crypto = (offset: number, data: Bytes): Bytes => [
  6,
  ...u16(0x4000 | offset),
  ...u16(0x4000 | data.length),
  ...data,
]

function read(reader: QuicHelloReader, bytes: Bytes, length = bytes.length): number {
  return reader.read(Uint8Array.from([9, 9, ...bytes, 9]), 2, length)
}

test('derives the keys of RFC 9001, appendix A', () => {
  const keys = clientInitialKeys(quicVersionOf(1)!, Uint8Array.from(connectionId))
  expect(keys.key.toString('hex')).toBe('1f369613dd76d5467730efcbe3b1a22d')
  expect(keys.iv.toString('hex')).toBe('fa044b2f42a3fd3b46fb255c')
  expect(keys.headerProtection.toString('hex')).toBe('9f50449e04a0e810283a1e9933adedd2')
})

test('derives the keys of RFC 9369, appendix A', () => {
  const keys = clientInitialKeys(quicVersionOf(0x6b3343cf)!, Uint8Array.from(connectionId))
  expect(keys.key.toString('hex')).toBe('8b1a0bc121284290a29e0971b5cd045d')
})

test.each([1, 0x6b3343cf, 0xff00001d, 0xff000017])('reads the hello in version 0x%s', (version) => {
  const reader = new QuicHelloReader()
  expect(read(reader, initial(crypto(0, browserHello), { version }))).toBe(QuicFound.hello)
  expect(reader.hello).toMatchObject({ serverName: 'www.Example.com', isComplete: true })
})

test('puts a hello together from frames out of order, in two datagrams', () => {
  const reader = new QuicHelloReader()
  const [a, b, c] = [browserHello.slice(0, 10), browserHello.slice(10, 60), browserHello.slice(60)]
  const ack = [2, 0, 0, 1, 0, 5, 6]
  const first = initial([1, ...crypto(60, c), 0, 0, ...crypto(0, a)])
  expect(read(reader, first)).toBe(QuicFound.partOfHello)
  const second = initial([...ack, ...crypto(10, b)], { id: [7, 7], keyId: connectionId, number: 3 })
  expect(read(reader, second)).toBe(QuicFound.hello)
  expect(reader.hello.serverName).toBe('www.Example.com')
})

test('starts again with new keys after a retry', () => {
  const reader = new QuicHelloReader()
  expect(read(reader, initial(crypto(0, browserHello.slice(0, 50))))).toBe(QuicFound.partOfHello)
  const again = initial(crypto(0, browserHello), { id: [1, 2, 3, 4], token: [5, 5] })
  expect(read(reader, again)).toBe(QuicFound.hello)
})

test('is not disturbed by packets that the client did not send', () => {
  const reader = new QuicHelloReader()
  expect(read(reader, initial(crypto(0, browserHello.slice(0, 50))))).toBe(QuicFound.partOfHello)
  expect(read(reader, initial(crypto(0, [2, 0, 0, 0]), { keyId: [9] }))).toBe(QuicFound.nothing)
  expect(read(reader, initial(crypto(50, browserHello.slice(50)), { number: 3 }))).toBe(
    QuicFound.hello,
  )
})

test('reads two packets of one datagram', () => {
  const bytes = [
    ...initial(crypto(0, browserHello.slice(0, 50))),
    ...initial(crypto(50, browserHello.slice(50)), { number: 3 }),
  ]
  expect(read(new QuicHelloReader(), bytes)).toBe(QuicFound.hello)
})

test('finds nothing in a packet of which any byte is wrong or missing', () => {
  const bytes = initial(crypto(0, browserHello))
  for (let length = 0; length < bytes.length; length++) {
    expect(read(new QuicHelloReader(), bytes, length)).toBe(QuicFound.nothing)
  }
  for (let at = 0; at < bytes.length; at += 3) {
    const damaged = bytes.map((byte, i) => (i === at ? byte ^ 0x55 : byte))
    expect(read(new QuicHelloReader(), damaged)).toBe(QuicFound.nothing)
  }
})

test.each([
  ['a frame that only later packets have', [8, 0, 1, 2], QuicFound.nothing],
  ['a frame that ends early', [6, 0, 0x44, 0], QuicFound.nothing],
  ['an acknowledgement with endless ranges', [2, 0, 0, 0x7f, 0xff, 0], QuicFound.nothing],
  ['a hello far behind its start', [6, 0xbf, 0xff, 0xff, 0xff, 1, 1], QuicFound.partOfHello],
])('is not led astray by %s', (_name, frames, found) => {
  expect(read(new QuicHelloReader(), initial(frames))).toBe(found)
})

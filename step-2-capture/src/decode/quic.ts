import { createCipheriv, createDecipheriv } from 'node:crypto'
import { readUint24, readUint32 } from './big-endian.ts'
import { clientInitialKeys, type QuicKeys, type QuicVersion, quicVersionOf } from './quic-keys.ts'
import { TlsClientHello } from './tls-client-hello.ts'
import { TlsHandshake } from './tls-record.ts'

/** A hello with post-quantum keys has about 2 KiB, in two datagrams. */
export const quicCryptoLengthMax = 8192
/** Frames of an Initial packet that are looked at; Chrome sends up to 20, to confuse middleboxes. */
const frameCountMax = 256
const tagLength = 16

const FrameType = { padding: 0, ping: 1, ack: 2, ackEcn: 3, crypto: 6 } as const

export const QuicFound = { nothing: 0, partOfHello: 1, hello: 2 } as const

/**
 * Reads the ClientHello out of a QUIC client's Initial packets (RFC 9000, 9001). They are encrypted,
 * but with keys that follow from the packet itself. One reader follows one connection at a time;
 * `start` makes it ready for another. Each packet costs about 50 µs, so ask once a connection.
 */
export class QuicHelloReader {
  readonly hello = new TlsClientHello()
  #keys: QuicKeys | null = null
  readonly #crypto = new Uint8Array(quicCryptoLengthMax)
  /** 1 for each byte of `#crypto` that has come; frames come in any order. */
  readonly #isThere = new Uint8Array(quicCryptoLengthMax)

  start(): void {
    this.#keys = null
    this.#isThere.fill(0)
  }

  /** Reads a datagram of the client; returns a `QuicFound`. */
  read(bytes: Uint8Array, offset: number, length: number): number {
    let found: number = QuicFound.nothing
    let at = offset
    const end = offset + length
    while (end - at > 20) {
      const packet = readInitialHeader(bytes, at, end)
      if (packet === null) return found
      const plain = this.#decrypt(bytes, packet)
      if (plain === null || !this.#readFrames(plain)) return found
      found = QuicFound.partOfHello
      if (this.#parseHello()) return QuicFound.hello
      at = packet.end
    }
    return found
  }

  /** After a retry of the server the keys follow from another connection id. */
  #decrypt(bytes: Uint8Array, packet: InitialPacket): Uint8Array | null {
    const known = this.#keys && decrypt(bytes, packet, this.#keys)
    if (known !== null) return known
    const keys = clientInitialKeys(packet.version, packet.connectionId)
    const plain = decrypt(bytes, packet, keys)
    // What neither opens is not from the client, and takes nothing away from what it sent.
    if (plain === null) return null
    this.#keys = keys
    this.#isThere.fill(0)
    return plain
  }

  #readFrames(plain: Uint8Array): boolean {
    const reader = new VariableReader(plain)
    for (let count = 0; count < frameCountMax; count++) {
      while (plain[reader.at] === FrameType.padding) reader.at++
      if (reader.at >= plain.length) return true
      const type = reader.next()
      if (type === FrameType.ping) continue
      if (type === FrameType.crypto) {
        const offset = reader.next()
        const length = reader.next()
        if (reader.at + length > plain.length) return false
        this.#keep(plain.subarray(reader.at, reader.at + length), offset)
        reader.at += length
      } else if (type !== FrameType.ack || !reader.skipAck()) return false
    }
    return true
  }

  #keep(data: Uint8Array, offset: number): void {
    if (offset + data.length > quicCryptoLengthMax) return
    this.#crypto.set(data, offset)
    this.#isThere.fill(1, offset, offset + data.length)
  }

  #parseHello(): boolean {
    if (this.#isThere.subarray(0, 4).includes(0)) return false
    if (this.#crypto[0] !== TlsHandshake.clientHello) return false
    const end = 4 + readUint24(this.#crypto, 1)
    if (end > quicCryptoLengthMax || this.#isThere.subarray(0, end).includes(0)) return false
    return this.hello.parse(this.#crypto, 4, end)
  }
}

interface InitialPacket {
  readonly version: QuicVersion
  readonly connectionId: Uint8Array
  readonly start: number
  /** Where the protected packet number starts. */
  readonly numberOffset: number
  readonly end: number
}

/** The long header of an Initial packet (RFC 9000, section 17.2.2), or null for anything else. */
function readInitialHeader(bytes: Uint8Array, start: number, limit: number): InitialPacket | null {
  const first = bytes[start] as number
  // Long header and fixed bit.
  if ((first & 0xc0) !== 0xc0) return null
  const version = quicVersionOf(readUint32(bytes, start + 1))
  if (version === null || ((first >>> 4) & 3) !== version.initialType) return null
  const reader = new VariableReader(bytes.subarray(0, limit), start + 5)
  const destination = reader.takeShort()
  const source = reader.takeShort()
  if (destination === null || source === null) return null
  const tokenLength = reader.next()
  reader.at += tokenLength
  const length = reader.next()
  const numberOffset = reader.at
  if (length < 4 + tagLength || numberOffset + length > limit) return null
  return { version, connectionId: destination, start, numberOffset, end: numberOffset + length }
}

/** Takes off header protection and encryption (RFC 9001, section 5); null where a check fails. */
function decrypt(bytes: Uint8Array, packet: InitialPacket, keys: QuicKeys): Uint8Array | null {
  const { start, numberOffset, end } = packet
  const sample = bytes.subarray(numberOffset + 4, numberOffset + 20)
  const mask = createCipheriv('aes-128-ecb', keys.headerProtection, null).update(sample)
  const header = Buffer.from(bytes.subarray(start, numberOffset + 4))
  header[0] = (header[0] as number) ^ ((mask[0] as number) & 0x0f)
  const numberLength = ((header[0] as number) & 3) + 1
  const headerLength = numberOffset - start + numberLength
  const nonce = Buffer.from(keys.iv)
  for (let i = 0; i < numberLength; i++) {
    const at = numberOffset - start + i
    header[at] = (header[at] as number) ^ (mask[1 + i] as number)
    const nonceAt = 12 - numberLength + i
    nonce[nonceAt] = (nonce[nonceAt] as number) ^ (header[at] as number)
  }
  const decipher = createDecipheriv('aes-128-gcm', keys.key, nonce)
  decipher.setAAD(header.subarray(0, headerLength))
  decipher.setAuthTag(bytes.subarray(end - tagLength, end))
  const plain = decipher.update(bytes.subarray(numberOffset + numberLength, end - tagLength))
  try {
    decipher.final()
    return plain
  } catch {
    // The tag does not fit: damaged, or the keys follow from an earlier connection id.
    return null
  }
}

/** Variable-length integers (RFC 9000, section 16). Past the end it gives numbers that fail. */
class VariableReader {
  at: number
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes
    this.at = at
  }

  next(): number {
    const first = this.#bytes[this.at++]
    if (first === undefined) return Number.MAX_SAFE_INTEGER
    let value = first & 0x3f
    for (let left = (1 << (first >>> 6)) - 1; left > 0; left--) {
      value = value * 256 + (this.#bytes[this.at++] ?? 0)
    }
    return value
  }

  /** Bytes behind a length of one byte; at most 20 for a connection id (RFC 9000, section 17.2). */
  takeShort(): Uint8Array | null {
    const length = this.#bytes[this.at++] ?? 255
    if (length > 20 || this.at + length > this.#bytes.length) return null
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }

  /** An acknowledgement: largest, delay, count of ranges, first range, then pairs. */
  skipAck(): boolean {
    this.next()
    this.next()
    const rangeCount = this.next()
    if (rangeCount > frameCountMax) return false
    this.next()
    for (let i = 0; i < 2 * rangeCount; i++) this.next()
    return this.at <= this.#bytes.length
  }
}

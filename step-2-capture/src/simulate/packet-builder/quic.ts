import { createCipheriv, createHmac } from 'node:crypto'

/** The salt of QUIC version 1 (RFC 9001 section 5.2). */
const initialSalt = Buffer.from('38762cf7f55934b34d179ae6a4c80cadccbb7f0a', 'hex')
const tagLength = 16
const packetNumberLength = 2

export interface QuicIds {
  readonly destination: Uint8Array
  readonly source: Uint8Array
}

export interface QuicInitial {
  readonly ids: QuicIds
  /** Which end sends it: each has keys of its own. */
  readonly from: 'client' | 'server'
  /** The first connection id that the client chose; both ends' keys come from it. */
  readonly originalId: Uint8Array
  readonly packetNumber: number
  readonly frames: Uint8Array
}

/** An Initial packet, encrypted and with its header protected (RFC 9001 section 5). */
export function quicInitial(initial: QuicInitial): Buffer {
  const { ids, from, originalId, packetNumber, frames } = initial
  const secret = hmac(hmac(initialSalt, originalId), expandInfo(`${from} in`, 32))
  const derive = (label: string, length: number) => expand(secret, `quic ${label}`, length)
  const length = packetNumberLength + frames.length + tagLength
  const number = Buffer.from([packetNumber >> 8, packetNumber & 255])
  const header = Buffer.concat([longHeader(0, ids), Buffer.from([0]), varint2(length), number])
  const nonce = derive('iv', 12)
  nonce[11] = (nonce[11] as number) ^ (packetNumber & 255)
  nonce[10] = (nonce[10] as number) ^ (packetNumber >> 8)
  const cipher = createCipheriv('aes-128-gcm', derive('key', 16), nonce).setAAD(header)
  const sealed = Buffer.concat([cipher.update(frames), cipher.final(), cipher.getAuthTag()])
  const packet = Buffer.concat([header, sealed])
  protectHeader(packet, header.length - packetNumberLength, derive('hp', 16))
  return packet
}

/** A Handshake packet: only the ends can read it, so its content is given as ciphertext. */
export function quicHandshake(ids: QuicIds, ciphertext: Uint8Array): Buffer {
  return Buffer.concat([longHeader(2, ids), varint2(ciphertext.length), ciphertext])
}

/** A packet after the handshake; `firstBits` are the protected bits of its first byte. */
export function quicShort(
  destinationId: Uint8Array,
  ciphertext: Uint8Array,
  firstBits: number,
): Buffer {
  return Buffer.concat([Buffer.from([0x40 | (firstBits & 0x1f)]), destinationId, ciphertext])
}

/** A CRYPTO frame from offset 0, which carries the TLS handshake (RFC 9000 section 19.6). */
export function cryptoFrame(data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([6, 0]), varint2(data.length), data])
}

/** Acknowledges packet 0 alone (section 19.3). */
export const ackOfFirst = (): Buffer => Buffer.from([2, 0, 0x10, 0, 0])

/** What the client lets the server know about itself (section 18.2). */
export function transportParameters(sourceId: Uint8Array): Buffer {
  const parameter = (id: number, value: Uint8Array) =>
    Buffer.concat([Buffer.from([id, value.length]), value])
  const number = (id: number, value: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE((0x8000_0000 | value) >>> 0)
    return parameter(id, bytes)
  }
  const windows = [4, 5, 6, 7].map((id) => number(id, id === 4 ? 15_728_640 : 6_291_456))
  const limits = [number(1, 30_000), number(3, 1472), number(8, 100), number(9, 103)]
  return Buffer.concat([...limits, ...windows, parameter(15, sourceId)])
}

function longHeader(type: 0 | 2, { destination, source }: QuicIds): Buffer {
  const first = 0xc0 | (type << 4) | (packetNumberLength - 1)
  const fixed = Buffer.from([first, 0, 0, 0, 1, destination.length])
  return Buffer.concat([fixed, destination, Buffer.from([source.length]), source])
}

/** Hides the packet number and what the first byte says of it (RFC 9001 section 5.4). */
function protectHeader(packet: Buffer, numberOffset: number, key: Uint8Array): void {
  const sample = packet.subarray(numberOffset + 4, numberOffset + 20)
  const mask = createCipheriv('aes-128-ecb', key, null).update(sample)
  packet[0] = (packet[0] as number) ^ ((mask[0] as number) & 0x0f)
  for (let i = 0; i < packetNumberLength; i++) {
    packet[numberOffset + i] = (packet[numberOffset + i] as number) ^ (mask[1 + i] as number)
  }
}

function varint2(value: number): Buffer {
  return Buffer.from([0x40 | (value >> 8), value & 255])
}

/** HKDF-Expand-Label of TLS 1.3 (RFC 8446 section 7.1); one block is enough for each key here. */
function expand(secret: Uint8Array, label: string, length: number): Buffer {
  return hmac(secret, expandInfo(label, length)).subarray(0, length)
}

function expandInfo(label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`)
  return Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([0, 1])])
}

function hmac(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac('sha256', key).update(data).digest()
}

import type { Random } from '../random.ts'
import type { TlsProfile } from './tls-profiles.ts'

export const TlsContent = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
} as const

/** Payload of one record at most (RFC 8446 section 5.1). */
const recordLengthMax = 16_384

/** Bytes as TLS records of one content type. */
export function tlsRecords(contentType: number, payload: Uint8Array, version = 0x0303): Buffer {
  const parts: Uint8Array[] = []
  for (let start = 0; start < payload.length; start += recordLengthMax) {
    const body = payload.subarray(start, start + recordLengthMax)
    parts.push(
      Buffer.from([contentType, version >> 8, version & 255]),
      number(body.length, 2),
      body,
    )
  }
  return Buffer.concat(parts)
}

export const changeCipherSpec = (): Buffer =>
  tlsRecords(TlsContent.changeCipherSpec, Buffer.from([1]))

export interface ClientHelloFields {
  readonly profile: TlsProfile
  /** Undefined where the client connects to a bare address. */
  readonly serverName: string | undefined
  /** 32 bytes; a server of TLS 1.3 echoes it. */
  readonly sessionId: Uint8Array
  readonly random: Random
  /** Extension 57, which QUIC needs (RFC 9001 section 8.2). */
  readonly transportParameters?: Uint8Array
}

/** A ClientHello in its record. */
export function clientHello(fields: ClientHelloFields): Buffer {
  // The record says 1.0 so that old middleboxes let it pass (RFC 8446 section 5.1).
  return tlsRecords(TlsContent.handshake, clientHelloMessage(fields), 0x0301)
}

/** A ClientHello without a record, as QUIC carries it (RFC 8446 section 4.1.2). */
export function clientHelloMessage(fields: ClientHelloFields): Buffer {
  const { profile, serverName, sessionId, random } = fields
  const grease = () => (profile.grease ? [0x0a0a + 0x1010 * random.integer(0, 15)] : [])
  const present = profile.extensions.filter((type) => type !== 0 || serverName !== undefined)
  const order = profile.shuffled ? random.shuffle(present) : present
  const first = grease()
  const last = grease().map((value) => (value === first[0] ? value ^ 0x1010 : value))
  const extensions = [
    ...first.map((type) => extension(type, Buffer.alloc(0))),
    ...order.map((type) => extension(type, extensionBody(type, fields, grease))),
    ...last.map((type) => extension(type, Buffer.from([0]))),
  ]
  const body = Buffer.concat([
    number(0x0303, 2),
    random.bytes(32),
    vector(sessionId, 1),
    vector(list([...grease(), ...profile.ciphers]), 2),
    Buffer.from([1, 0]),
    vector(Buffer.concat(extensions), 2),
  ])
  return handshake(1, body)
}

export interface ServerHelloFields {
  readonly version: number
  readonly cipher: number
  readonly sessionId: Uint8Array
  readonly random: Random
}

export function serverHello(fields: ServerHelloFields): Buffer {
  return tlsRecords(TlsContent.handshake, serverHelloMessage(fields))
}

/** A ServerHello without a record (section 4.1.3). */
export function serverHelloMessage(fields: ServerHelloFields): Buffer {
  const { version, cipher, sessionId, random } = fields
  const keyShare = Buffer.concat([number(29, 2), vector(random.bytes(32), 2)])
  const extensions =
    version === 0x0304
      ? [extension(43, number(version, 2)), extension(51, keyShare)]
      : [extension(0xff01, Buffer.from([0])), extension(23, Buffer.alloc(0))]
  const body = Buffer.concat([
    number(0x0303, 2),
    random.bytes(32),
    vector(sessionId, 1),
    number(cipher, 2),
    Buffer.from([0]),
    vector(Buffer.concat(extensions), 2),
  ])
  return handshake(2, body)
}

/** A handshake message with its type and length, still without a record around it. */
export function handshake(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([type]), vector(body, 3)])
}

function extension(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([number(type, 2), vector(body, 2)])
}

function extensionBody(type: number, hello: ClientHelloFields, grease: () => number[]): Buffer {
  const { profile, serverName = '', random } = hello
  const nothing = Buffer.alloc(0)
  const bodies: Record<number, () => Buffer> = {
    0: () => vector(Buffer.concat([Buffer.from([0]), vector(Buffer.from(serverName), 2)]), 2),
    5: () => Buffer.from([1, 0, 0, 0, 0]),
    10: () => vector(list([...grease(), ...profile.groups]), 2),
    11: () => Buffer.from([1, 0]),
    13: () => vector(list(profile.signatures), 2),
    16: () =>
      vector(Buffer.concat(profile.protocols.map((name) => vector(Buffer.from(name), 1))), 2),
    27: () => Buffer.from([2, 0, 2]),
    28: () => number(0x4001, 2),
    34: () => vector(list([0x0403, 0x0503, 0x0603, 0x0203]), 2),
    43: () => vector(list([...grease(), ...profile.versions]), 1),
    45: () => Buffer.from([1, 1]),
    57: () => Buffer.from(hello.transportParameters ?? nothing),
    51: () => vector(keyShares(profile, random, grease), 2),
    17513: () => vector(vector(Buffer.from('h2'), 1), 2),
    65281: () => Buffer.from([0]),
  }
  return bodies[type]?.() ?? nothing
}

function keyShares(profile: TlsProfile, random: Random, grease: () => number[]): Buffer {
  const share = (group: number, key: Uint8Array) =>
    Buffer.concat([number(group, 2), vector(key, 2)])
  const greased = grease().map((group) => share(group, Buffer.from([0])))
  const secp256 = () => share(23, Buffer.concat([Buffer.from([4]), random.bytes(64)]))
  const second = profile.name === 'firefox' ? [secp256()] : []
  return Buffer.concat([...greased, share(29, random.bytes(32)), ...second])
}

/** `value` in `byteCount` bytes, big end first. */
export function number(value: number, byteCount: number): Buffer {
  const bytes = Buffer.alloc(byteCount)
  bytes.writeUIntBE(value, 0, byteCount)
  return bytes
}

/** Bytes with their length ahead, in `lengthBytes` bytes (RFC 8446 section 3.4). */
export function vector(bytes: Uint8Array, lengthBytes: number): Buffer {
  return Buffer.concat([number(bytes.length, lengthBytes), bytes])
}

function list(values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => number(value, 2)))
}

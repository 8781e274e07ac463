import { BerTag, ber, berInteger, berObjectId } from './ber.ts'
import { handshake } from './tls.ts'

export interface CertificateFields {
  /** Common names. */
  readonly subject: string
  readonly issuer: string
  /** When it becomes valid, and for how long. */
  readonly firstDay: Date
  readonly validDays: number
  /** The modulus of the public RSA key, and the signature: any 256 bytes do. */
  readonly key: Uint8Array
  readonly signature: Uint8Array
}

const sha256WithRsa = '1.2.840.113549.1.1.11'
const rsa = '1.2.840.113549.1.1.1'
const commonName = '2.5.4.3'
const Tag = { set: 0x31, utf8Text: 0x0c, generalizedTime: 0x18, version: 0xa0 } as const

/** A certificate of version 3 without extensions (RFC 5280, section 4.1). */
export function certificate(fields: CertificateFields): Buffer {
  const { subject, issuer, firstDay, validDays, key, signature } = fields
  const lastDay = new Date(firstDay.getTime() + validDays * 86_400_000)
  const signed = ber(
    BerTag.sequence,
    ber(Tag.version, berInteger(2)),
    berInteger(0x1f2e3d4c),
    algorithm(sha256WithRsa),
    distinguishedName(issuer),
    ber(BerTag.sequence, time(firstDay), time(lastDay)),
    distinguishedName(subject),
    ber(BerTag.sequence, algorithm(rsa), bitString(rsaKey(key))),
  )
  return ber(BerTag.sequence, signed, algorithm(sha256WithRsa), bitString(signature))
}

/** The handshake message that carries it, without a record (RFC 5246, section 7.4.2). */
export function certificateMessage(encoded: Uint8Array): Buffer {
  return handshake(11, behindLength(behindLength(encoded)))
}

function behindLength(bytes: Uint8Array): Buffer {
  const { length } = bytes
  return Buffer.concat([Buffer.from([length >> 16, (length >> 8) & 255, length & 255]), bytes])
}

const algorithm = (id: string) => ber(BerTag.sequence, berObjectId(id), ber(BerTag.null))

const bitString = (bytes: Uint8Array) => ber(BerTag.bitString, Buffer.from([0]), bytes)

/** Modulus and exponent (RFC 8017, appendix A.1.1). */
function rsaKey(modulus: Uint8Array): Buffer {
  const positive = ber(BerTag.integer, Buffer.from([0]), modulus)
  return ber(BerTag.sequence, positive, berInteger(65_537))
}

function distinguishedName(name: string): Buffer {
  const text = ber(Tag.utf8Text, Buffer.from(name))
  const pair = ber(BerTag.sequence, berObjectId(commonName), text)
  return ber(BerTag.sequence, ber(Tag.set, pair))
}

function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return ber(Tag.generalizedTime, Buffer.from(`${digits}Z`))
}

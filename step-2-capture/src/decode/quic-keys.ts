import { createHmac } from 'node:crypto'

export interface QuicVersion {
  readonly salt: Buffer
  /** Prefix of the labels that keys are derived with. */
  readonly labelPrefix: string
  /** Bits 4 and 5 of an Initial packet's first byte. */
  readonly initialType: number
}

const v1: QuicVersion = {
  salt: Buffer.from('38762cf7f55934b34d179ae6a4c80cadccbb7f0a', 'hex'),
  labelPrefix: 'quic',
  initialType: 0,
}
const v2: QuicVersion = {
  salt: Buffer.from('0dede3def700a6db819381be6e269dcbf9bd2ed9', 'hex'),
  labelPrefix: 'quicv2',
  initialType: 1,
}
const draft29: QuicVersion = {
  ...v1,
  salt: Buffer.from('afbfec289993d24c9e9786f19c6111e04390a899', 'hex'),
}
const draft23: QuicVersion = {
  ...v1,
  salt: Buffer.from('c3eef712c72ebb5a11a7d2432bb46365bef9f502', 'hex'),
}

/** The version of a long header: 1 (RFC 9001), 2 (RFC 9369), or a draft of which traffic exists. */
export function quicVersionOf(number: number): QuicVersion | null {
  if (number === 1) return v1
  if (number === 0x6b3343cf) return v2
  if (number >= 0xff00001d && number <= 0xff000020) return draft29
  if (number >= 0xff000017 && number <= 0xff00001c) return draft23
  return null
}

export interface QuicKeys {
  readonly key: Buffer
  readonly iv: Buffer
  readonly headerProtection: Buffer
}

/** Keys of a client's Initial packets: everyone can derive them (RFC 9001, section 5.2). */
export function clientInitialKeys(version: QuicVersion, connectionId: Uint8Array): QuicKeys {
  const initial = createHmac('sha256', version.salt).update(connectionId).digest()
  const secret = expandLabel(initial, 'client in', 32)
  return {
    key: expandLabel(secret, `${version.labelPrefix} key`, 16),
    iv: expandLabel(secret, `${version.labelPrefix} iv`, 12),
    headerProtection: expandLabel(secret, `${version.labelPrefix} hp`, 16),
  }
}

/** HKDF-Expand-Label (RFC 8446, section 7.1) for at most 32 bytes, which is one round of HMAC. */
function expandLabel(secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`, 'latin1')
  const info = Buffer.concat([Buffer.of(0, length, name.length), name, Buffer.of(0, 1)])
  return createHmac('sha256', secret).update(info).digest().subarray(0, length)
}

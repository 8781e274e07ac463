import { BerTag, BerValue } from './ber.ts'
import { latin1Text } from './latin1.ts'

/** Tags of a certificate (RFC 5280, section 4.1). */
const Tag = {
  set: 0x31,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  wideText: 0x1e,
  version: 0xa0,
} as const

/** Attributes of a name under 2.5.4 that are read (X.520). */
const NameAttribute = { commonName: 3, organization: 10, unit: 11 } as const
/** As much of a name's part as is kept; X.520 allows 64 characters. */
const namePartLengthMax = 128
/** Parts of a name that are looked at; real names have up to a dozen. */
const namePartCountMax = 32

/** A distinguished name, as far as people read it; empty where a part is missing. */
export interface X509Name {
  readonly commonName: string
  readonly organization: string
  readonly unit: string
}

/** What a certificate says of itself, unchecked. */
export interface X509Certificate {
  readonly subject: X509Name
  readonly issuer: X509Name
  /** Issuer and subject are the same, byte for byte: no authority vouches for it. */
  readonly isSelfSigned: boolean
  /** Days from the first to the last day on which it is valid. */
  readonly validDays: number
}

/** Reads a certificate in `bytes[start, end)` (DER, X.690); null where it is cut or is none. */
export function readX509(bytes: Uint8Array, start: number, end: number): X509Certificate | null {
  const value = new BerValue()
  if (!value.readAs(BerTag.sequence, bytes, start, end)) return null
  if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return null
  const limit = Math.min(value.end, end)
  let at = value.start
  // Version (optional), serial number and the algorithm of the signature come first.
  if (value.readAs(Tag.version, bytes, at, limit)) at = value.end
  if (!value.readAs(BerTag.integer, bytes, at, limit)) return null
  if (!value.readAs(BerTag.sequence, bytes, value.end, limit)) return null
  const parts: { start: number; end: number }[] = []
  for (let part = 0; part < 3; part++) {
    if (!value.readAs(BerTag.sequence, bytes, value.end, limit) || value.end > limit) return null
    parts.push({ start: value.start, end: value.end })
  }
  const [issuer, validity, subject] = parts as [Part, Part, Part]
  return {
    subject: readName(bytes, subject),
    issuer: readName(bytes, issuer),
    isSelfSigned: isSame(bytes, issuer, subject),
    validDays: validDays(bytes, validity),
  }
}

interface Part {
  readonly start: number
  readonly end: number
}

/** A name is a sequence of sets of pairs: an attribute and its text (RFC 5280, section 4.1.2.4). */
function readName(bytes: Uint8Array, { start, end }: Part): X509Name {
  const texts = new Map<number, string>()
  const set = new BerValue()
  const pair = new BerValue()
  let at = start
  for (let count = 0; count < namePartCountMax; count++) {
    if (!set.readAs(Tag.set, bytes, at, end)) break
    at = set.end
    if (!pair.readAs(BerTag.sequence, bytes, set.start, end)) continue
    const pairEnd = Math.min(pair.end, end)
    if (!pair.readAs(Tag.objectIdentifier, bytes, pair.start, pairEnd)) continue
    const isAttribute = pair.end - pair.start === 3 && bytes[pair.start] === 0x55
    const attribute = isAttribute && bytes[pair.start + 1] === 4 ? bytes[pair.start + 2]! : -1
    if (!pair.read(bytes, pair.end, pairEnd) || texts.has(attribute)) continue
    texts.set(attribute, textOf(bytes, pair, pairEnd))
  }
  return {
    commonName: texts.get(NameAttribute.commonName) ?? '',
    organization: texts.get(NameAttribute.organization) ?? '',
    unit: texts.get(NameAttribute.unit) ?? '',
  }
}

function textOf(bytes: Uint8Array, { tag, start, end }: BerValue, limit: number): string {
  const text = latin1Text(bytes, start, Math.min(end, limit, start + namePartLengthMax))
  return tag === Tag.wideText ? text.replaceAll('\0', '') : text
}

function isSame(bytes: Uint8Array, a: Part, b: Part): boolean {
  if (a.end - a.start !== b.end - b.start) return false
  for (let i = 0; i < a.end - a.start; i++) {
    if (bytes[a.start + i] !== bytes[b.start + i]) return false
  }
  return true
}

function validDays(bytes: Uint8Array, { start, end }: Part): number {
  const value = new BerValue()
  const times: number[] = []
  for (let at = start; times.length < 2 && value.read(bytes, at, end); at = value.end) {
    times.push(timeOf(latin1Text(bytes, value.start, Math.min(value.end, end)), value.tag))
  }
  const [first = Number.NaN, last = Number.NaN] = times
  return Math.round((last - first) / 86_400_000)
}

/** `YYMMDDhhmmssZ` up to 2049, else `YYYYMMDDhhmmssZ` (RFC 5280, section 4.1.2.5); in ms. */
function timeOf(text: string, tag: number): number {
  const yearLength = tag === Tag.utcTime ? 2 : 4
  const year = Number(text.slice(0, yearLength))
  const century = tag !== Tag.utcTime ? 0 : year < 50 ? 2000 : 1900
  const [month, day] = [0, 2].map((at) =>
    Number(text.slice(yearLength + at, yearLength + at + 2)),
  ) as [number, number]
  return Date.UTC(century + year, month - 1, day)
}

import { BerTag, BerValue, berNumber } from './ber.ts'
import { readUint16 } from './big-endian.ts'
import { latin1Text } from './latin1.ts'

/** Tags of LDAP (RFC 4511): a search request, and the parts of its filter (section 4.5.1). */
const searchRequest = 0x63
const enumerated = 0x0a
const boolean = 0x01
const Filter = {
  and: 0xa0,
  or: 0xa1,
  not: 0xa2,
  substrings: 0xa4,
  present: 0x87,
  extended: 0xa9,
} as const
const Extended = { rule: 0x81, attribute: 0x82, value: 0x83 } as const
/** Before a message that is signed and not encrypted stands the length of both (RFC 4513, 3.7). */
const lengthBytes = 4
/** The signature of NTLM, and the header of one by Kerberos (RFC 4121, section 4.2.6.2). */
const signatureBytes = 16
/** A token of Kerberos that wraps a message, and where it says how far it was rotated. */
const wrapToken = 0x0504
const rotationAt = 6

/** Conditions of one filter that are read; people and programs use fewer than ten. */
export const conditionCountMax = 64
/** Filters in filters; Active Directory itself takes 300. */
const depthMax = 16
/** Longest attribute or value that is read. */
const textLengthMax = 256

/** One condition of a filter. */
export interface SearchCondition {
  /** In lower case. */
  readonly attribute: string
  /** `present` and `substrings` ask for any value, the others for this one. */
  readonly asks: 'any' | 'value'
  /** In lower case; of substrings empty. */
  readonly value: string
}

/** A search request of LDAP, as far as it is captured; reused. */
export class LdapSearch {
  /** Where it starts, in lower case. */
  base = ''
  /** 0 for the entry itself, 1 for what is below it, 2 for the whole tree. */
  scope = 0
  readonly conditions: SearchCondition[] = []
  readonly #value = new BerValue()

  /** Parses `bytes[start, end)`; false where it starts with no search. */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    this.conditions.length = 0
    const at = bytes[start] === BerTag.sequence ? start : behindSignature(bytes, start)
    const value = this.#value
    if (!value.readAs(BerTag.sequence, bytes, at, end)) return false
    if (!value.readAs(BerTag.integer, bytes, value.start, end)) return false
    if (!value.readAs(searchRequest, bytes, value.end, end)) return false
    if (!value.readAs(BerTag.octetString, bytes, value.start, end)) return false
    this.base = textOf(value, bytes, end)
    if (!value.readAs(enumerated, bytes, value.end, end)) return false
    this.scope = berNumber(value, bytes, end)
    for (const tag of [enumerated, BerTag.integer, BerTag.integer, boolean]) {
      if (!value.readAs(tag, bytes, value.end, end)) return false
    }
    if (!value.read(bytes, value.end, end)) return false
    this.#readFilter(bytes, end, 0)
    return true
  }

  /** Reads the filter that is the current value; afterwards the value is any in it. */
  #readFilter(bytes: Uint8Array, limit: number, depth: number): void {
    const { tag, start } = this.#value
    const end = Math.min(this.#value.end, limit)
    if (tag !== Filter.and && tag !== Filter.or && tag !== Filter.not) {
      this.#readCondition(tag, bytes, end)
      return
    }
    if (depth === depthMax) return
    for (let at = start; this.conditions.length < conditionCountMax; ) {
      if (!this.#value.read(bytes, at, end)) return
      at = this.#value.end
      this.#readFilter(bytes, end, depth + 1)
    }
  }

  #readCondition(tag: number, bytes: Uint8Array, end: number): void {
    const value = this.#value
    if (tag === Filter.present) {
      this.conditions.push({ attribute: textOf(value, bytes, end), asks: 'any', value: '' })
      return
    }
    if (tag === Filter.extended) {
      this.#readExtended(bytes, end)
      return
    }
    if (!value.readAs(BerTag.octetString, bytes, value.start, end)) return
    const attribute = textOf(value, bytes, end)
    const isAny = tag === Filter.substrings
    if (isAny) this.conditions.push({ attribute, asks: 'any', value: '' })
    else if (value.readAs(BerTag.octetString, bytes, value.end, end)) {
      this.conditions.push({ attribute, asks: 'value', value: textOf(value, bytes, end) })
    }
  }

  /** A rule such as the bitwise AND of Active Directory, 1.2.840.113556.1.4.803. */
  #readExtended(bytes: Uint8Array, end: number): void {
    const value = this.#value
    let attribute = ''
    for (let at = value.start; value.read(bytes, at, end); at = value.end) {
      if (value.tag === Extended.attribute) attribute = textOf(value, bytes, end)
      if (value.tag !== Extended.value) continue
      this.conditions.push({ attribute, asks: 'value', value: textOf(value, bytes, end) })
    }
  }
}

/** Where a signed message starts: Kerberos may turn the end of its signature to the front. */
function behindSignature(bytes: Uint8Array, start: number): number {
  const at = start + lengthBytes
  const message = at + signatureBytes
  if (message > bytes.length || readUint16(bytes, at) !== wrapToken) return message
  return message + readUint16(bytes, at + rotationAt)
}

function textOf({ start, end }: BerValue, bytes: Uint8Array, limit: number): string {
  return latin1Text(bytes, start, Math.min(end, limit, start + textLengthMax)).toLowerCase()
}

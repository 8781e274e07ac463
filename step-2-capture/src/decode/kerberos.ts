import { hashBytes } from '../memory/hash-bytes.ts'
import { BerTag, BerValue, berNumber, readField } from './ber.ts'

/** What a message of Kerberos is (RFC 4120, section 5.10), as far as detectors look at it. */
export const KerberosKind = { other: 0, ticketRequest: 1, error: 2 } as const
/** KDC_ERR_C_PRINCIPAL_UNKNOWN and KDC_ERR_PREAUTH_FAILED (section 7.5.9). */
export const KerberosError = { unknownName: 6, wrongPassword: 24 } as const
/** rc4-hmac (RFC 4757), the weakest that is in use. */
export const rc4Cipher = 23

/** The tags of TGS-REQ and KRB-ERROR, [APPLICATION 12] and [APPLICATION 30]. */
const ticketRequestTag = 0x6c
const errorTag = 0x7e
/** In TCP the length of the message stands before it (section 7.2.2). */
const lengthBytes = 4

/** The fields of KRB-ERROR (section 5.9.1), of KDC-REQ and of KDC-REQ-BODY (5.4.1) that are read. */
const Field = { errorCode: 0xa6, requestBody: 0xa4, serviceName: 0xa3, ciphers: 0xa8 } as const

/** A message between a client and a key distribution centre; reused. */
export class KerberosMessage {
  kind: number = KerberosKind.other
  /** Of an error. */
  errorCode = 0
  /** Of a ticket request: the cipher that it names first. */
  cipher = 0
  /** Of a ticket request: tells services apart. */
  nameHash = 0
  readonly #value = new BerValue()

  /** Parses `bytes[start, end)`; false where it is neither an error nor a ticket request. */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    this.kind = KerberosKind.other
    const value = this.#value
    const at = isTag(bytes[start]) ? start : start + lengthBytes
    if (!value.read(bytes, at, end) || !isTag(value.tag)) return false
    const isError = value.tag === errorTag
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return false
    return isError ? this.#readError(bytes, end) : this.#readRequest(bytes, end)
  }

  #readError(bytes: Uint8Array, end: number): boolean {
    const value = this.#value
    if (!readField(value, Field.errorCode, bytes, value.start, end)) return false
    const code = this.#numberIn(bytes, end)
    if (Number.isNaN(code)) return false
    this.errorCode = code
    this.kind = KerberosKind.error
    return true
  }

  #readRequest(bytes: Uint8Array, end: number): boolean {
    const value = this.#value
    if (!readField(value, Field.requestBody, bytes, value.start, end)) return false
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return false
    if (!readField(value, Field.serviceName, bytes, value.start, end) || value.end > end)
      return false
    const hash = hashBytes(bytes, value.start, value.end)
    if (!readField(value, Field.ciphers, bytes, value.end, end)) return false
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return false
    const cipher = this.#numberIn(bytes, end)
    if (Number.isNaN(cipher)) return false
    this.nameHash = hash
    this.cipher = cipher
    this.kind = KerberosKind.ticketRequest
    return true
  }

  /** The whole number at the start of the current value. */
  #numberIn(bytes: Uint8Array, end: number): number {
    const value = this.#value
    if (!value.readAs(BerTag.integer, bytes, value.start, end)) return Number.NaN
    return berNumber(value, bytes, end)
  }
}

function isTag(byte: number | undefined): boolean {
  return byte === ticketRequestTag || byte === errorTag
}

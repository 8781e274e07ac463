import { hashBytes } from '../memory/hash-bytes.ts'

/** What a message of Kerberos is (RFC 4120, section 5.10), as far as the detector cares. */
export const KerberosKind = { other: 0, ticketRequest: 1, error: 2 } as const
/** KDC_ERR_C_PRINCIPAL_UNKNOWN and KDC_ERR_PREAUTH_FAILED (section 7.5.9). */
export const KerberosError = { unknownName: 6, wrongPassword: 24 } as const

export interface KerberosMessage {
  kind: number
  errorCode: number
  /** The request names RC4 first: no client of this century does by itself. */
  isWeak: boolean
  /** Of a request: tells services apart. */
  nameHash: number
}

/** The tags of TGS-REQ and KRB-ERROR, [APPLICATION 12] and [APPLICATION 30]. */
const ticketRequestTag = 0x6c
const errorTag = 0x7e
/** rc4-hmac (RFC 4757). */
const rc4 = 23
/** In TCP the length of the message stands before it (section 7.2.2). */
const lengthBytes = 4

const message: KerberosMessage = { kind: 0, errorCode: 0, isWeak: false, nameHash: 0 }

/** Reads `bytes[start, start + length)`; the record that it returns is used again by the next call. */
export function readKerberos(bytes: Uint8Array, start: number, length: number): KerberosMessage {
  message.kind = KerberosKind.other
  const end = start + length
  const at = isTag(bytes[start]) ? start : start + lengthBytes
  const tag = bytes[at]
  if (end - at < 16 || !isTag(tag)) return message
  return tag === errorTag ? readError(bytes, at, end) : readTicketRequest(bytes, at, end)
}

function isTag(byte: number | undefined): boolean {
  return byte === ticketRequestTag || byte === errorTag
}

/** The error code is field 6, an integer of one byte: a6 03 02 01 and the code. */
function readError(bytes: Uint8Array, start: number, end: number): KerberosMessage {
  for (let at = start; at + 4 < end; at++) {
    if (bytes[at] !== 0xa6 || bytes[at + 1] !== 3) continue
    if (bytes[at + 2] !== 2 || bytes[at + 3] !== 1) continue
    message.kind = KerberosKind.error
    message.errorCode = bytes[at + 4] as number
    return message
  }
  return message
}

/**
 * In the body of a request, which is its last part, field 3 is the service's name (a3 … 30 … a0 03
 * 02 01) and field 8 the list of ciphers (a8 … 30 … 02 01 and the first).
 */
function readTicketRequest(bytes: Uint8Array, start: number, end: number): KerberosMessage {
  const ciphers = lastField(bytes, { start, end, tag: 0xa8 })
  if (ciphers === -1) return message
  const name = lastField(bytes, { start, end: ciphers, tag: 0xa3 })
  if (name === -1) return message
  message.kind = KerberosKind.ticketRequest
  message.isWeak = bytes[ciphers + 6] === rc4
  message.nameHash = hashBytes(bytes, name, Math.min(end, name + 2 + (bytes[name + 1] as number)))
  return message
}

interface Search {
  readonly start: number
  readonly end: number
  readonly tag: number
}

/** Where the last field of this tag begins that holds a SEQUENCE of one byte less two in length. */
function lastField(bytes: Uint8Array, { start, end, tag }: Search): number {
  for (let at = end - 7; at >= start; at--) {
    if (bytes[at] !== tag || bytes[at + 2] !== 0x30) continue
    if (bytes[at + 1] === (bytes[at + 3] as number) + 2) return at
  }
  return -1
}

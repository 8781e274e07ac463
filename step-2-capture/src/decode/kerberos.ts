import { BerTag, BerValue, berNumber, readField } from './ber.ts'
import { latin1Text } from './latin1.ts'

/** What a message of Kerberos is (RFC 4120, section 5.10), as far as detectors look at it. */
export const KerberosKind = {
  other: 0,
  ticketRequest: 1,
  error: 2,
  loginRequest: 3,
  loginReply: 4,
} as const
/** KDC_ERR_C_PRINCIPAL_UNKNOWN and KDC_ERR_PREAUTH_FAILED (section 7.5.9). */
export const KerberosError = { unknownName: 6, wrongPassword: 24 } as const
/** rc4-hmac (RFC 4757), the weakest that is in use. */
export const rc4Cipher = 23
/** AES with SHA-1 (RFC 3962) and with SHA-2 (RFC 8009). */
const aesCiphers = [17, 18, 19, 20]

/** The tags of AS-REQ, AS-REP, TGS-REQ and KRB-ERROR, [APPLICATION 10], 11, 12 and 30. */
const kindOfTag: Readonly<Record<number, number>> = {
  106: KerberosKind.loginRequest,
  107: KerberosKind.loginReply,
  108: KerberosKind.ticketRequest,
  126: KerberosKind.error,
}
/** In TCP the length of the message stands before it (section 7.2.2). */
const lengthBytes = 4
/** A client offers about ten ciphers, and sends about five values before it is known. */
const itemCountMax = 16

/** Tags of the fields that are read: [0] to [6], and what stands in some of them. */
const Tag = { ticket: 0x61, proof: 0x6e, text: 0x1b } as const
const field = (number: number) => 0xa0 + number
/** PA-TGS-REQ and PA-ENC-TIMESTAMP (section 7.5.2), and the same in FAST (RFC 6113). */
const PreAuthentication = { ticket: 1, timestamp: 2, fast: 136 } as const
/** Services of computers, whose passwords are random and 120 characters long. */
const hostServices =
  /^(?:krbtgt|host|cifs|ldap|gc|dns|rpcss|rpc|protectedstorage|termsrv|wsman|exchange\w*|kadmin)$/i

/** A message between a client and a key distribution centre; reused. */
export class KerberosMessage {
  kind: number = KerberosKind.other
  /** Of an error. */
  errorCode = 0
  /** Of a request: the cipher that it names first. */
  cipher = 0
  /** Of a request: whether it offers AES. */
  offersAes = false
  /** Of a ticket request: where the name of the service stands. */
  nameStart = 0
  nameEnd = 0
  /** Of a ticket request: whether a computer account runs the service. */
  isHostService = false
  /** Of a login request: whether it shows that the client knows the password. */
  hasProof = false
  /** Of a ticket request the cipher of its session key, of a login reply of its ticket; 0 if not read. */
  keyCipher = 0
  readonly #value = new BerValue()

  /** Parses `bytes[start, end)`; false where it is none of KerberosKind. */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    this.kind = KerberosKind.other
    this.offersAes = false
    this.hasProof = false
    this.isHostService = false
    this.keyCipher = 0
    const value = this.#value
    const at = kindOfTag[bytes[start] ?? 0] === undefined ? start + lengthBytes : start
    if (!value.read(bytes, at, end)) return false
    const kind = kindOfTag[value.tag]
    if (kind === undefined) return false
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return false
    const isRead = this.#readAs(kind, bytes, end)
    if (isRead) this.kind = kind
    return isRead
  }

  #readAs(kind: number, bytes: Uint8Array, end: number): boolean {
    if (kind === KerberosKind.error) return this.#readError(bytes, end)
    if (kind === KerberosKind.loginReply) return this.#readReply(bytes, end)
    return this.#readRequest(kind, bytes, end)
  }

  #readError(bytes: Uint8Array, end: number): boolean {
    const value = this.#value
    if (!readField(value, field(6), bytes, value.start, end)) return false
    const code = this.#numberIn(bytes, end)
    if (Number.isNaN(code)) return false
    this.errorCode = code
    return true
  }

  /** The ticket of a reply (KDC-REP, 5.4.2) is encrypted for the domain: with its best cipher. */
  #readReply(bytes: Uint8Array, end: number): boolean {
    const value = this.#value
    if (!readField(value, field(5), bytes, value.start, end)) return false
    if (!value.readAs(Tag.ticket, bytes, value.start, end)) return false
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return false
    if (!readField(value, field(3), bytes, value.start, end)) return false
    this.keyCipher = this.#cipherIn(bytes, end)
    return this.keyCipher !== 0
  }

  /** A request (KDC-REQ, 5.4.1): what proves the client, then names and ciphers. */
  #readRequest(kind: number, bytes: Uint8Array, end: number): boolean {
    const value = this.#value
    const start = value.start
    if (readField(value, field(3), bytes, start, end)) this.#readProofs(bytes, end)
    if (!readField(value, field(4), bytes, start, end)) return false
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return false
    const body = value.start
    if (kind === KerberosKind.ticketRequest && !this.#readService(body, bytes, end)) return false
    if (!readField(value, field(8), bytes, body, end)) return false
    return this.#readCiphers(bytes, end)
  }

  #readService(body: number, bytes: Uint8Array, end: number): boolean {
    const value = this.#value
    if (!readField(value, field(3), bytes, body, end) || value.end > end) return false
    this.nameStart = value.start
    this.nameEnd = value.end
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return true
    if (!readField(value, field(1), bytes, value.start, end)) return true
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return true
    if (!value.readAs(Tag.text, bytes, value.start, end) || value.end > end) return true
    this.isHostService = hostServices.test(latin1Text(bytes, value.start, value.end))
    return true
  }

  #readCiphers(bytes: Uint8Array, end: number): boolean {
    const value = this.#value
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return false
    const last = Math.min(value.end, end)
    // A list that is cut may go on with AES.
    this.offersAes = value.end > end
    let at = value.start
    let count = 0
    for (; count < itemCountMax && at < last; count++) {
      const isNumber = value.readAs(BerTag.integer, bytes, at, last)
      const cipher = isNumber ? berNumber(value, bytes, last) : Number.NaN
      if (Number.isNaN(cipher)) break
      if (count === 0) this.cipher = cipher
      if (isAes(cipher)) this.offersAes = true
      at = value.end
    }
    return count > 0
  }

  #readProofs(bytes: Uint8Array, end: number): void {
    const value = this.#value
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return
    const last = Math.min(value.end, end)
    let at = value.start
    for (let i = 0; i < itemCountMax && at < last; i++) {
      if (!value.readAs(BerTag.sequence, bytes, at, last)) return
      at = value.end
      const start = value.start
      if (!readField(value, field(1), bytes, start, last)) continue
      const type = this.#numberIn(bytes, last)
      const { timestamp, fast, ticket } = PreAuthentication
      if (type === timestamp || type === fast) this.hasProof = true
      if (type === ticket && readField(value, field(2), bytes, start, last)) {
        this.#readSessionCipher(bytes, last)
      }
    }
  }

  /** The proof of a ticket is an AP-REQ (5.5.1), encrypted in part with its session key. */
  #readSessionCipher(bytes: Uint8Array, end: number): void {
    const value = this.#value
    if (!value.readAs(BerTag.octetString, bytes, value.start, end)) return
    if (!value.readAs(Tag.proof, bytes, value.start, end)) return
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return
    if (readField(value, field(4), bytes, value.start, end)) {
      this.keyCipher = this.#cipherIn(bytes, end)
    }
  }

  /** The cipher of encrypted data (5.2.9); 0 where it is not read. */
  #cipherIn(bytes: Uint8Array, end: number): number {
    const value = this.#value
    if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return 0
    if (!readField(value, field(0), bytes, value.start, end)) return 0
    const cipher = this.#numberIn(bytes, end)
    return Number.isNaN(cipher) ? 0 : cipher
  }

  /** The whole number at the start of the current value. */
  #numberIn(bytes: Uint8Array, end: number): number {
    const value = this.#value
    if (!value.readAs(BerTag.integer, bytes, value.start, end)) return Number.NaN
    return berNumber(value, bytes, end)
  }
}

/** Whether a cipher is AES. */
export function isAes(cipher: number): boolean {
  return aesCiphers.includes(cipher)
}

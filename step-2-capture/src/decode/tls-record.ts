import { readUint16, readUint24 } from './big-endian.ts'

/** Content types and handshake types of TLS (RFC 8446, section 5.1 and 4). */
export const TlsContent = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  application: 23,
} as const
export const TlsHandshake = { clientHello: 1, serverHello: 2, certificate: 11 } as const

/** RFC 8446 lets a record be 16 KiB and the protection around it. */
export const tlsRecordLengthMax = 16_384 + 256
/** A hello with post-quantum keys has about 2 KiB; what is longer is not looked at. */
export const tlsHelloLengthMax = 16_384

/**
 * The first handshake message of a TLS stream, put together from as many records as it takes.
 * Reused: `bytes[start, end)` is the message behind its four-byte header.
 */
export class TlsHandshakeMessage {
  type = 0
  bytes: Uint8Array = new Uint8Array(0)
  start = 0
  end = 0
  /** False where the payload ended before the message did. */
  isComplete = false
  #joined: Uint8Array = new Uint8Array(0)

  /**
   * Reads `bytes[offset, offset + length)`, which starts with a record. Returns whether it is the
   * start of a handshake message at all.
   */
  read(bytes: Uint8Array, offset: number, length: number): boolean {
    const limit = offset + length
    if (length < 9 || !isHandshakeRecord(bytes, offset)) return false
    const recordEnd = offset + 5 + readUint16(bytes, offset + 3)
    const first = offset + 5
    this.type = bytes[first] as number
    const messageLength = readUint24(bytes, first + 1)
    if (messageLength > tlsHelloLengthMax) return false
    const wantedEnd = first + 4 + messageLength
    if (wantedEnd <= recordEnd || limit <= recordEnd) {
      this.bytes = bytes
      this.start = first + 4
      this.end = Math.min(wantedEnd, limit)
      this.isComplete = wantedEnd <= limit
      return true
    }
    this.#join({ bytes, at: first + 4, recordEnd, limit }, messageLength)
    return true
  }

  /** Copies the message's parts, leaving out the headers of the records between them. */
  #join(
    part: { bytes: Uint8Array; at: number; recordEnd: number; limit: number },
    messageLength: number,
  ): void {
    if (this.#joined.length === 0) this.#joined = new Uint8Array(tlsHelloLengthMax)
    let { at, recordEnd } = part
    let length = 0
    for (;;) {
      const end = Math.min(recordEnd, part.limit, at + messageLength - length)
      this.#joined.set(part.bytes.subarray(at, end), length)
      length += end - at
      if (length >= messageLength || part.limit - recordEnd < 6) break
      if (!isHandshakeRecord(part.bytes, recordEnd)) break
      at = recordEnd + 5
      recordEnd = at + readUint16(part.bytes, recordEnd + 3)
    }
    this.bytes = this.#joined
    this.start = 0
    this.end = length
    this.isComplete = length === messageLength
  }
}

function isHandshakeRecord(bytes: Uint8Array, at: number): boolean {
  const length = readUint16(bytes, at + 3)
  return (
    bytes[at] === TlsContent.handshake &&
    bytes[at + 1] === 3 &&
    (bytes[at + 2] as number) <= 4 &&
    length > 0 &&
    length <= tlsRecordLengthMax
  )
}

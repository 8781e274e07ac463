/** RFC 1035: a name is at most 255 bytes on the wire, so at most 253 as text. */
export const dnsNameLengthMax = 255
/** Each pointer must lead further back, so 12-bit jumps end soon; real messages need one or two. */
const jumpCountMax = 16

/** Where a name is to be found: the message that its pointers count from, and the name itself. */
export interface DnsNamePlace {
  bytes: Uint8Array
  messageStart: number
  end: number
}

/**
 * A domain name as sent, with dots between the labels, decompressed (RFC 1035, section 4.1.4): a
 * tunnel uses both cases, though the same name is meant. A pointer has to lead to an earlier place than the one before it, so there are no loops
 * (RFC 9267). The record is reused: copy what must outlive the next `read`.
 */
export class DnsName {
  readonly bytes: Uint8Array = new Uint8Array(dnsNameLengthMax)
  length = 0
  labelCount = 0
  /** Length of the longest label. */
  longestLabel = 0

  /** Reads the name at `at`; returns the offset after it, or -1 where it is not a valid name. */
  read(place: DnsNamePlace, at: number): number {
    this.length = 0
    this.labelCount = 0
    this.longestLabel = 0
    const { bytes, end } = place
    let next = -1
    let limit = at
    let jumps = 0
    while (at < end) {
      const length = bytes[at] as number
      if (length === 0) return next === -1 ? at + 1 : next
      if (length < 64) {
        if (!this.#addLabel(bytes, at + 1, length, end)) return -1
        at += 1 + length
        continue
      }
      if (length < 192 || at + 1 >= end || ++jumps > jumpCountMax) return -1
      if (next === -1) next = at + 2
      const target = place.messageStart + (((length & 0x3f) << 8) | (bytes[at + 1] as number))
      if (target >= limit) return -1
      at = target
      limit = target
    }
    return -1
  }

  /** The name in lower case; a byte that cannot be part of a host name is written as in RFC 4343. */
  toString(): string {
    let text = ''
    for (let i = 0; i < this.length; i++) {
      const byte = this.bytes[i] as number
      const isPlain = byte > 32 && byte < 127 && byte !== 92
      text += isPlain ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`
    }
    return text.toLowerCase()
  }

  #addLabel(bytes: Uint8Array, at: number, length: number, end: number): boolean {
    const dot = this.length === 0 ? 0 : 1
    if (at + length > end || this.length + dot + length > dnsNameLengthMax) return false
    if (dot === 1) this.bytes[this.length++] = 46
    for (let i = 0; i < length; i++) this.bytes[this.length++] = bytes[at + i] as number
    this.labelCount++
    if (length > this.longestLabel) this.longestLabel = length
    return true
  }
}

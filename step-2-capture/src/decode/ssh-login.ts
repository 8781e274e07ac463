import { readUint32 } from './big-endian.ts'

/** The message after which all that follows is encrypted (RFC 4253, section 7.3). */
const newKeys = 21
/** NEWKEYS is one byte with its padding; key exchange messages are longer. */
const newKeysLengthMax = 31
/** The longest packet that every implementation must take (section 6.1). */
const packetLengthMax = 35_000
/** Sizes that are kept of a connection: a failed login ends after six tries, a session goes on. */
const sizeCountMax = 64

/**
 * An SSH login as a bystander sees it: after the key exchange only the sizes of what the server
 * answers. "Refused" always has the same size; a session that opens has many.
 */
export class SshLogin {
  #isEncrypted = false
  readonly #sizes: number[] = []
  /** Segments that the server sent after the key exchange. */
  answerCount = 0

  /** Takes what the server sent in one segment, of which `length` bytes are captured. */
  addServerPayload(bytes: Uint8Array, offset: number, length: number, wireLength: number): void {
    if (!this.#isEncrypted) {
      this.#isEncrypted = holdsNewKeys(bytes, offset, offset + length)
      return
    }
    this.answerCount++
    if (this.#sizes.length < sizeCountMax) this.#sizes.push(wireLength)
  }

  /** How often each size of answer came; the first answer accepts the service and is left out. */
  answerSizes(): ReadonlyMap<number, number> {
    const counts = new Map<number, number>()
    for (const size of this.#sizes.slice(1)) counts.set(size, (counts.get(size) ?? 0) + 1)
    return counts
  }
}

/** Whether one of the packets in a segment is NEWKEYS; each starts with its length and padding. */
function holdsNewKeys(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at + 6 <= end) {
    const length = readUint32(bytes, at)
    if (length < 2 || length > packetLengthMax) return false
    if (bytes[at + 5] === newKeys && length <= newKeysLengthMax) return true
    at += 4 + length
  }
  return false
}

import { readUint32 } from '../../decode/big-endian.ts'

/** The message that says that all that follows is encrypted (RFC 4253, section 7.3). */
const newKeys = 21
/** Sizes that are kept of a connection: a failed login ends after six tries, a session goes on. */
const sizeCountMax = 20
/** A login that fails is answered in at most so many sizes: refused, asked for more, good-bye. */
const failedSizeCountMax = 3

/**
 * An SSH login as a bystander sees it: after the key exchange only the sizes of what the server
 * answers. "Refused" always has the same size; a session that opens has many.
 */
export class SshLogin {
  #isEncrypted = false
  readonly #sizes: number[] = []
  #answerCount = 0

  /** Takes what the server sent in one segment. */
  onServerPayload(bytes: Uint8Array, offset: number, length: number, wireLength: number): void {
    if (!this.#isEncrypted) {
      this.#isEncrypted = holdsNewKeys(bytes, offset, offset + length)
      return
    }
    this.#answerCount++
    if (this.#sizes.length < sizeCountMax) this.#sizes.push(wireLength)
  }

  /** Tries that were refused, if the connection ended without a session; 0 when none were made. */
  get failedTries(): number {
    // The first answer accepts the service that is asked for, the others are about logins.
    const answers = this.#sizes.slice(1)
    if (answers.length === 0 || this.#answerCount > sizeCountMax) return 0
    const counts = new Map<number, number>()
    for (const size of answers) counts.set(size, (counts.get(size) ?? 0) + 1)
    if (counts.size > failedSizeCountMax) return 0
    const commonest = Math.max(...counts.values())
    // Clients first ask without a password, to be told what is allowed.
    return Math.max(1, commonest - 1)
  }
}

/** Whether one of the packets in a segment is NEWKEYS; each starts with its length and padding. */
function holdsNewKeys(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at + 6 <= end) {
    const length = readUint32(bytes, at)
    if (length < 2 || length > 35_000) return false
    if (bytes[at + 5] === newKeys && length < 32) return true
    at += 4 + length
  }
  return false
}

/** The first bytes are the file header, which tcpdump writes as soon as it listens. */
export const headerMsMax = 3_000
/** A tcpdump that lives answers within milliseconds; three seconds of silence are a hang. */
const unansweredCountMax = 3

/**
 * Whether a capture process hangs: it leaves several questions in a row unanswered while its output
 * is waited for. Questions are counted, not seconds, so that a server that slept itself blames no
 * other.
 */
export class ChildWatch {
  #unanswered = 0
  #hasAnswered = false
  #isWaitedFor = true
  #hasBegun = false
  #lookCount = 0

  /**
   * Whether its file header came before the last look. tcpdump is ended by the signal that asks it,
   * until it has set itself up, which is after that.
   */
  get mayBeAsked(): boolean {
    return this.#lookCount > 1
  }

  /** Its header is there, and a second went by. */
  lookedAt(): void {
    if (this.#hasBegun) this.#lookCount++
  }

  /** A question was sent. A process that never answered one may not know them. */
  asked(): void {
    this.#unanswered++
  }

  answered(): void {
    this.#hasAnswered = true
    this.#unanswered = 0
  }

  /** Its output was taken; while the engine judges it, the process may wait for room in the pipe. */
  handedOver(): void {
    this.#hasBegun = true
    this.#isWaitedFor = false
  }

  waitsForMore(): void {
    this.#isWaitedFor = true
    this.#unanswered = 0
  }

  get hangs(): boolean {
    return this.#hasAnswered && this.#isWaitedFor && this.#unanswered >= unansweredCountMax
  }
}

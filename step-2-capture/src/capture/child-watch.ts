import type { ProcessState } from './process-state.ts'

/** The first bytes are the file header, which tcpdump writes as soon as it listens. */
export const headerMsMax = 3_000
/** Far longer than tcpdump needs from its header to its handlers of signals, also on a busy machine. */
const settleMs = 200
/** A tcpdump that lives answers within milliseconds; three seconds of silence are a hang. */
const unansweredCountMax = 3
/** A debugger or a freezer may hold a process for a moment; in two looks, a second apart, it is stopped. */
const stoppedCountMax = 2

/**
 * Whether a capture process hangs: the system says that it is stopped, or it leaves several questions
 * in a row unanswered while its output is waited for. Looks and questions are counted, not seconds,
 * so that a server that slept itself blames no other.
 */
export class ChildWatch {
  #unanswered = 0
  #stopped = 0
  #hasAnswered = false
  #isWaitedFor = true
  #begunAtMs: number | undefined

  /**
   * Whether it has set itself up, which it does right after its file header: until then the signal
   * that asks it would end it.
   */
  mayBeAsked(nowMs: number): boolean {
    return this.#begunAtMs !== undefined && nowMs - this.#begunAtMs >= settleMs
  }

  /** A question was sent. A process that never answered one may not know them. */
  asked(): void {
    this.#unanswered++
  }

  answered(): void {
    this.#hasAnswered = true
    this.#unanswered = 0
  }

  /** What the system said of it at this look. */
  seen(state: ProcessState): void {
    this.#stopped = state === 'stopped' ? this.#stopped + 1 : 0
  }

  /** Its output was taken; while the engine judges it, the process may wait for room in the pipe. */
  handedOver(nowMs: number): void {
    this.#begunAtMs ??= nowMs
    this.#isWaitedFor = false
  }

  waitsForMore(): void {
    this.#isWaitedFor = true
    this.#unanswered = 0
  }

  get isStopped(): boolean {
    return this.#stopped >= stoppedCountMax
  }

  get hangs(): boolean {
    return this.#hasAnswered && this.#isWaitedFor && this.#unanswered >= unansweredCountMax
  }
}

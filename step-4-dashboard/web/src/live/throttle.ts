/** The part of the browser's clock that waiting needs; tests bring their own. */
export interface Timers {
  readonly nowMs: () => number
  readonly later: (callback: () => void, delayMs: number) => void
}

/** Calls at once, then at most once an interval, and always once after the last request. */
export class Throttle {
  readonly #callback: () => void
  readonly #intervalMs: () => number
  readonly #timers: Timers
  #calledAtMs = Number.NEGATIVE_INFINITY
  #isWaiting = false

  /** @param intervalMs Asked each time, since a hidden page may wait longer. */
  constructor(callback: () => void, intervalMs: () => number, timers: Timers) {
    this.#callback = callback
    this.#intervalMs = intervalMs
    this.#timers = timers
  }

  request(): void {
    if (this.#isWaiting) return
    const { nowMs, later } = this.#timers
    const waitMs = this.#calledAtMs + this.#intervalMs() - nowMs()
    if (waitMs <= 0) {
      this.#call()
      return
    }
    this.#isWaiting = true
    later(() => this.#call(), waitMs)
  }

  #call(): void {
    this.#isWaiting = false
    this.#calledAtMs = this.#timers.nowMs()
    this.#callback()
  }
}

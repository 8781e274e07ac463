/** Doubled after each failure: a flapping link is back within seconds, a lost one costs little. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000]
/** A capture that ran that long is well again; its next failure is its first. */
const wellMs = 60_000

/** How long a capture waits before it is started again. */
export class RestartPauses {
  readonly #nowMs: () => number
  #failures = 0
  #openedAtMs: number | undefined

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  opened(): void {
    this.#openedAtMs = this.#nowMs()
  }

  /** The pause after one more failure, in milliseconds. */
  nextMs(): number {
    const openMs = this.#openedAtMs === undefined ? 0 : this.#nowMs() - this.#openedAtMs
    this.#openedAtMs = undefined
    this.#failures = openMs >= wellMs ? 1 : this.#failures + 1
    return pausesMs[Math.min(this.#failures, pausesMs.length) - 1] ?? 0
  }
}

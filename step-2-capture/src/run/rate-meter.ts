/** Shorter spans would make one packet look like a thousand a second. */
const spanSecondsMin = 1

/** How fast a count grows, over spans of at least a second of whichever clock is given. */
export class RateMeter {
  #seconds: number | undefined
  #count = 0
  #rate = 0

  /** Counts a second; never negative, never infinite, whatever the clock does. */
  update(seconds: number, count: number): number {
    if (this.#seconds === undefined || seconds < this.#seconds) {
      this.#seconds = seconds
      this.#count = count
      return this.#rate
    }
    const span = seconds - this.#seconds
    if (span < spanSecondsMin) return this.#rate
    this.#rate = Math.max(0, count - this.#count) / span
    this.#seconds = seconds
    this.#count = count
    return this.#rate
  }
}

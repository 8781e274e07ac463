export interface AwaitedAnswersOptions<T> {
  /** Most things that wait at once: 16 B each beside the thing itself. */
  readonly countMax: number
  /** How long a thing waits, in microseconds. */
  readonly timeoutUs: number
  /** Judges a thing that has waited for long enough. */
  readonly onTimeout: (thing: T, sinceUs: number) => void
}

/**
 * Things that wait for an answer in traffic time, such as a request: each is judged once, after the
 * timeout, when the capture ends, or earlier when it is the oldest of more than `countMax`.
 */
export class AwaitedAnswers<T> {
  readonly #options: AwaitedAnswersOptions<T>
  /** A ring, whose first place is `#head`. */
  readonly #things: T[] = []
  readonly #sinceUs: Float64Array
  #head = 0
  #count = 0

  constructor(options: AwaitedAnswersOptions<T>) {
    this.#options = options
    this.#sinceUs = new Float64Array(options.countMax)
  }

  /** @param sinceUs When it began to wait; not before the last one did. */
  add(thing: T, sinceUs: number): void {
    const { countMax } = this.#options
    if (this.#count === countMax) this.#judgeOldest()
    const place = (this.#head + this.#count++) % countMax
    this.#things[place] = thing
    this.#sinceUs[place] = sinceUs
  }

  /** Judges what has waited for long enough; call it each second of traffic time. */
  onTick(nowUs: number): void {
    const { timeoutUs } = this.#options
    while (this.#count > 0) {
      if (nowUs - (this.#sinceUs[this.#head] as number) < timeoutUs) return
      this.#judgeOldest()
    }
  }

  /** Judges everything that still waits. */
  onEnd(): void {
    while (this.#count > 0) this.#judgeOldest()
  }

  #judgeOldest(): void {
    const { countMax, onTimeout } = this.#options
    const place = this.#head
    this.#head = (place + 1) % countMax
    this.#count--
    // `#count` things stand in the ring from `#head` on.
    onTimeout(this.#things[place] as T, this.#sinceUs[place] as number)
  }
}

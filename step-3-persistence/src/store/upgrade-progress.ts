/** How often a start that takes long says that it goes on. */
const everyMs = 5_000

/**
 * Says how far a database has been brought up to date, while that takes long: indexes of a million
 * alerts take a minute, and without a word the start looks dead. What is done within 5 s is not told.
 */
export class UpgradeProgress {
  readonly #say: (line: string) => void
  readonly #since = performance.now()
  readonly #timer: NodeJS.Timeout
  #step = 'opened'
  #hasSaid = false

  constructor(say: (line: string) => void) {
    this.#say = say
    this.#timer = setInterval(() => {
      this.#hasSaid = true
      this.#say(`The database is brought up to date: ${this.#step}, ${this.#seconds()} s so far …`)
    }, everyMs)
    this.#timer.unref()
  }

  /** @param name What is done from now on. */
  begin(name: string): void {
    this.#step = name
  }

  end(): void {
    clearInterval(this.#timer)
    if (this.#hasSaid) this.#say(`The database is up to date, after ${this.#seconds()} s.`)
  }

  #seconds(): number {
    return Math.round((performance.now() - this.#since) / 1000)
  }
}

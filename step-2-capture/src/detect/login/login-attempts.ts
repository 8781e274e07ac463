import { Tracker } from '../track/tracker.ts'
import { attemptTimeCountMax } from './login-options.ts'

/** Failed logins of one client at one service. */
export class LoginAttempts extends Tracker {
  application = 0
  count = 0
  /** Connections that they were made in. */
  connectionCount = 0
  #lastConnectionUs = -1
  /** Traffic times of the latest of them, oldest first. */
  readonly #timesUs: number[] = []

  add(timeUs: number): void {
    this.count++
    if (this.#timesUs.length === attemptTimeCountMax) this.#timesUs.shift()
    this.#timesUs.push(timeUs)
  }

  /** Notes the connection that the next attempts were made in, by when it began. */
  connect(firstUs: number): void {
    if (firstUs !== this.#lastConnectionUs) this.connectionCount++
    this.#lastConnectionUs = firstUs
  }

  /** How many of the latest 64 were within this span before `nowUs`. */
  countWithin(nowUs: number, seconds: number): number {
    let count = 0
    for (let i = this.#timesUs.length - 1; i >= 0; i--) {
      if (nowUs - (this.#timesUs[i] as number) > seconds * 1e6) break
      count++
    }
    return count
  }
}

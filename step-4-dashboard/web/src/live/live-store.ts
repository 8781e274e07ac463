import { applyMessage, emptyLiveState, type LiveMessage, type LiveState } from './live-state.ts'
import { Throttle, type Timers } from './throttle.ts'

/** Nobody reads a number that changes more than twice a second; a line may move ten times. */
export const numberIntervalMs = 500
export const chartIntervalMs = 100
/** A page that nobody sees. */
export const hiddenIntervalMs = 1_000

export interface LiveStoreOptions {
  readonly timers: Timers
  readonly isHidden: () => boolean
}

type Listener = () => void

/**
 * The live state for React, at two paces: numbers at most at 2 Hz, charts at 10 Hz, both at 1 Hz
 * while the page is hidden. What is read between two calls is the same object.
 */
export class LiveStore {
  readonly #timers: Timers
  readonly #numbers: Pace
  readonly #charts: Pace
  #state: LiveState = emptyLiveState

  constructor({ timers, isHidden }: LiveStoreOptions) {
    this.#timers = timers
    const pace = (intervalMs: number) =>
      new Pace(
        () => this.#state,
        () => (isHidden() ? hiddenIntervalMs : intervalMs),
        timers,
      )
    this.#numbers = pace(numberIntervalMs)
    this.#charts = pace(chartIntervalMs)
  }

  /** The state as it is now, for decisions; what is shown comes from the two paces. */
  get current(): LiveState {
    return this.#state
  }

  get numbers(): Pick<Pace, 'subscribe' | 'read'> {
    return this.#numbers
  }

  get charts(): Pick<Pace, 'subscribe' | 'read'> {
    return this.#charts
  }

  apply(message: LiveMessage): void {
    const before = this.#state
    this.#state = applyMessage(before, message, this.#timers.nowMs())
    this.#charts.request()
    // A change of state or connection is an answer to the user, so it does not wait.
    const isUrgent =
      before.status?.state !== this.#state.status?.state ||
      before.connection !== this.#state.connection
    if (isUrgent) this.#numbers.show()
    else this.#numbers.request()
  }
}

class Pace {
  readonly #current: () => LiveState
  readonly #listeners = new Set<Listener>()
  readonly #throttle: Throttle
  #shown: LiveState = emptyLiveState

  constructor(current: () => LiveState, intervalMs: () => number, timers: Timers) {
    this.#current = current
    this.#throttle = new Throttle(() => this.show(), intervalMs, timers)
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): LiveState => this.#shown

  request(): void {
    this.#throttle.request()
  }

  show(): void {
    this.#shown = this.#current()
    for (const listener of this.#listeners) listener()
  }
}

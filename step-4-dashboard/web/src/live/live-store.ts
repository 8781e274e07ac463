import { applyMessage, emptyLiveState, type LiveMessage, type LiveState } from './live-state.ts'
import { Throttle, type Timers } from './throttle.ts'

/** A number that changes more than twice a second cannot be read. */
export const numberIntervalMs = 500
/** The same on a hidden page. */
export const hiddenIntervalMs = 1_000

export interface LiveStoreOptions {
  readonly timers: Timers
  /** Calls back once before the browser draws again: `requestAnimationFrame`. */
  readonly nextFrame: (callback: () => void) => void
  readonly isHidden: () => boolean
}

type Listener = () => void

/**
 * The live state for React, at two paces: numbers at most at 2 Hz, charts with each frame that
 * follows a message, so they move with the ticks of the engine, and a browser that is busy or
 * hidden skips what it cannot draw. What is read between two calls is the same object.
 */
export class LiveStore {
  readonly #options: LiveStoreOptions
  readonly #numbers = new Shown()
  readonly #charts = new Shown()
  readonly #numberPace: Throttle
  #isFrameAwaited = false
  #state: LiveState = emptyLiveState

  constructor(options: LiveStoreOptions) {
    this.#options = options
    const intervalMs = () => (options.isHidden() ? hiddenIntervalMs : numberIntervalMs)
    const show = () => this.#numbers.show(this.#state)
    this.#numberPace = new Throttle(show, intervalMs, options.timers)
  }

  /** The state as it is now, for decisions; what is shown comes from the two paces. */
  get current(): LiveState {
    return this.#state
  }

  get numbers(): Pick<Shown, 'subscribe' | 'read'> {
    return this.#numbers
  }

  get charts(): Pick<Shown, 'subscribe' | 'read'> {
    return this.#charts
  }

  apply(message: LiveMessage): void {
    const before = this.#state
    this.#state = applyMessage(before, message, this.#options.timers.nowMs())
    this.#draw()
    // A change of state or connection is an answer to the user, so it does not wait.
    const isUrgent =
      before.status?.state !== this.#state.status?.state ||
      before.connection !== this.#state.connection
    if (isUrgent) this.#numbers.show(this.#state)
    else this.#numberPace.request()
  }

  #draw(): void {
    if (this.#isFrameAwaited) return
    this.#isFrameAwaited = true
    this.#options.nextFrame(() => {
      this.#isFrameAwaited = false
      this.#charts.show(this.#state)
    })
  }
}

/** A state that stays the same object until another is shown. */
class Shown {
  readonly #listeners = new Set<Listener>()
  #state: LiveState = emptyLiveState

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): LiveState => this.#state

  show(state: LiveState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

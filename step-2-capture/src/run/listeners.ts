import { AppError, type FailureLog } from 'step-1-skeleton'
import { errorCodes } from '../error-codes.ts'

export interface ListenersOptions {
  /** What is sent, for the log: `new packets`. */
  readonly event: string
  readonly log: FailureLog
}

/** The functions that are called at an event. One that throws does not keep it from the others. */
export class Listeners<Event> {
  readonly #options: ListenersOptions
  readonly #all = new Set<(event: Event) => void>()

  constructor(options: ListenersOptions) {
    this.#options = options
  }

  /** @returns a function that takes the listener out again. */
  add(listener: (event: Event) => void): () => void {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  get isEmpty(): boolean {
    return this.#all.size === 0
  }

  clear(): void {
    this.#all.clear()
  }

  dispatch(event: Event): void {
    for (const listener of this.#all) {
      try {
        listener(event)
      } catch (error) {
        this.#options.log(listenerFailed(this.#options.event, error))
      }
    }
  }
}

function listenerFailed(event: string, cause: unknown): AppError {
  const message = `a listener to ${event} failed; it misses this one, the others do not`
  return new AppError(errorCodes.E_LISTENER_FAILED, message, {
    fix: 'This is a fault of the program; please report it with the line in the log.',
    cause,
  })
}

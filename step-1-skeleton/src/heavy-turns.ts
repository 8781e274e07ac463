import type { MiddlewareHandler } from 'hono'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'

/** A body above this is heavy: a smaller one is read and judged in 20 ms. */
const lightBytesMax = 1_048_576
/** A body of 16 MiB takes up to 200 MB while it is text, values and answer at once. */
export const heavyCountMax = 2
/** Those in line are not read yet, so each costs its connection alone. */
export const waitingCountMax = 16

/** Lets few requests with large bodies in at once; the others wait in line, unread. */
export class HeavyTurns {
  #count = 0
  readonly #waiting: (() => void)[] = []

  /** Resolves when it is the caller's turn, with what ends it. @throws AppError `E_BUSY` */
  async take(): Promise<() => void> {
    if (this.#count >= heavyCountMax) {
      if (this.#waiting.length >= waitingCountMax) throw busy()
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else this.#count++
    return () => this.#end()
  }

  /** The turn goes to the next in line. */
  #end(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#count--
  }
}

/** The turns as middleware, which must stand before what reads the body. */
export function inHeavyTurns(turns: HeavyTurns): MiddlewareHandler {
  return async (c, next) => {
    const announced = c.req.header('content-length')
    if (announced !== undefined && Number(announced) <= lightBytesMax) return next()
    const end = await turns.take()
    try {
      await next()
    } finally {
      end()
    }
  }
}

function busy(): AppError {
  const message = `${heavyCountMax + waitingCountMax} large bodies are read or wait already`
  return new AppError(errorCodes.E_BUSY, message, { fix: 'Send it again in a second.' })
}

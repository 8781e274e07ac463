import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type ErrorCode, errorCodes } from './error-codes.ts'
import { faultPlaceOf } from './fault-place.ts'

export { faultPlaceOf } from './fault-place.ts'
export { isMissingFile, systemCodeOf } from './system-code.ts'

export interface AppErrorOptions {
  /** What to do about it, as a sentence or a command. */
  readonly fix: string
  readonly details?: unknown
  /** What was thrown, for the log; it never leaves the server. */
  readonly cause?: unknown
}

/** A failure that a user can see: a code of the list, what happened, and the fix. */
export class AppError extends Error {
  readonly code: ErrorCode['name']
  readonly status: ContentfulStatusCode
  readonly fix: string
  readonly details: unknown

  constructor(code: ErrorCode, message: string, options: AppErrorOptions) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'AppError'
    this.code = code.name
    this.status = code.status
    this.fix = options.fix
    this.details = options.details
  }

  /** The one JSON shape in which every error leaves the server and the command line. */
  toJSON() {
    const { code, message, fix, details } = this
    return { error: { code, message, fix, ...(details === undefined ? {} : { details }) } }
  }
}

/**
 * Gives any thrown value the one shape. What is no AppError becomes `E_INTERNAL`, or `E_YOUR_CODE`
 * where it came from a learner's file: they need its line, and no stack.
 */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const place = faultPlaceOf(thrown)
  if (place?.isOwn) return yourFault(place.text, message)
  const changed = place ? `If you changed ${place.text}, correct it there. Otherwise this` : 'This'
  return new AppError(errorCodes.E_INTERNAL, `unexpected failure: ${message}`, {
    fix: `${changed} is a fault of the program; please report it with the line in the log.`,
    cause: thrown,
  })
}

function yourFault(place: string, message: string): AppError {
  return new AppError(errorCodes.E_YOUR_CODE, `your code failed at ${place}: ${message}`, {
    fix: 'Correct it there, and let its tests help: npm run learn -- check ID (learn -- list shows each ID).',
  })
}

/** Why `what` is not on disk. The one error for a disk that is full or must not be written. */
export function notSaved(what: string, reason: unknown): AppError {
  const because = reason instanceof Error ? reason.message : String(reason)
  return new AppError(errorCodes.E_NOT_SAVED, `${what} could not be saved: ${because}`, {
    fix: 'Free some space, or name a folder that can be written: DATA_DIR of a server, --out of a command.',
  })
}

/** What the starter of an exercise throws: a learner has still to write `part`, `decodeUdp()` say. */
export function yourTurn(exercise: string, part: string): AppError {
  return new AppError(errorCodes.E_YOUR_TURN, `${part} is yours to write`, {
    fix: `The task stands above it. For a hint: npm run learn -- hint ${exercise}`,
  })
}

/** A failure as what, why and the fix, without a stack trace. */
export function describeFailure(error: AppError): string {
  return `${error.code}: ${error.message}\n${error.fix}`
}

import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'
import { printFailure } from './failure-log.ts'

/** Ctrl-C, `kill`, and the closing of the terminal. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs `close` at the first signal; the process then ends by itself, because nothing is open.
 * A second signal ends it at once. For the `server.ts` of each step.
 */
export function closeOnSignal(close: () => Promise<void>): void {
  const onSignal = () => {
    for (const signal of signals) process.off(signal, onSignal)
    close().catch((error: unknown) => {
      const message = 'closing failed, so what was not yet written may be lost'
      const fix = 'Start the server again: it says what it cannot read.'
      printFailure(new AppError(errorCodes.E_CLOSE_FAILED, message, { fix, cause: error }))
      process.exitCode = 1
    })
  }
  for (const signal of signals) process.on(signal, onSignal)
}

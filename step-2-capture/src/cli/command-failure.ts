import { describeFailure, toAppError } from 'step-1-skeleton/errors'

/** The user gave what cannot be used, so nothing was begun. */
const usageCodes = ['E_BAD_USAGE', 'E_BAD_OPTION', 'E_BAD_CONFIG']

/** What is said of a command's failure, and the code that the process ends with. */
export function describeCommandFailure(thrown: unknown): { text: string; exitCode: number } {
  // citty throws CLIError for a missing argument, and does not export it.
  if (thrown instanceof Error && thrown.name === 'CLIError') {
    return { text: `E_BAD_USAGE: ${thrown.message}`, exitCode: 2 }
  }
  const error = toAppError(thrown)
  const trace = error.code === 'E_INTERNAL' && thrown instanceof Error ? `\n${thrown.stack}` : ''
  return {
    text: `${describeFailure(error)}${trace}`,
    exitCode: usageCodes.includes(error.code) ? 2 : 1,
  }
}

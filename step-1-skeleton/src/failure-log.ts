import { type AppError, describeFailure, toAppError } from './errors.ts'

/**
 * Takes the failures of background work; a request gets its failure as its answer. Its message
 * says what failed and what follows; its `cause` is what was thrown.
 */
export type FailureLog = (failure: AppError) => void

/** Prints a failure with its cause. Steps that have a log file write it there as well. */
export const printFailure: FailureLog = (failure) => {
  console.error(describeFailure(failure))
  const { cause } = failure
  if (cause === undefined) return
  // What is foreseen is said in a sentence; only what is not needs its stack.
  const reason = toAppError(cause)
  console.error(reason.code === 'E_INTERNAL' ? cause : describeFailure(reason))
}

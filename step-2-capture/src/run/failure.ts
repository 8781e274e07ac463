import { AppError, toAppError } from 'step-1-skeleton'

/** An AppError as plain data, which is what crosses from one thread to another. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly fix: string
  readonly status: number
}

export function failureOf(thrown: unknown): Failure {
  const { code, message, fix, status } = toAppError(thrown)
  return { code, message, fix, status }
}

export function errorOf({ code, message, fix, status }: Failure): AppError {
  // Both came out of an AppError in the other thread.
  return new AppError(code as `E_${string}`, message, {
    fix,
    status: status as AppError['status'],
  })
}

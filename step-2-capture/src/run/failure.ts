import type { ErrorCode } from 'step-1-skeleton/error-codes'
import { AppError, toAppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'

/** An AppError as plain data, which is what crosses from one thread to another. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly fix: string
}

const codeOf = new Map<string, ErrorCode>(Object.entries(errorCodes))

export function failureOf(thrown: unknown): Failure {
  const { code, message, fix } = toAppError(thrown)
  return { code, message, fix }
}

export function errorOf({ code, message, fix }: Failure): AppError {
  return new AppError(codeOf.get(code) ?? errorCodes.E_INTERNAL, message, { fix })
}

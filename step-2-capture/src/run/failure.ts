import type { ErrorCode } from 'step-1-skeleton/error-codes'
import { AppError, toAppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'

export const failure = z.object({ code: z.string(), message: z.string(), fix: z.string() })

/** An AppError as plain data, which is what crosses from one thread to another. */
export type Failure = Readonly<z.infer<typeof failure>>

const codeOf = new Map<string, ErrorCode>(Object.entries(errorCodes))

export function failureOf(thrown: unknown): Failure {
  const { code, message, fix } = toAppError(thrown)
  return { code, message, fix }
}

/** What another thread threw: an AppError has its fields there, but has lost its class. */
export function failureOfThread(thrown: unknown): AppError | undefined {
  const parsed = failure.safeParse(thrown)
  return parsed.success && codeOf.has(parsed.data.code) ? errorOf(parsed.data) : undefined
}

export function errorOf({ code, message, fix }: Failure): AppError {
  return new AppError(codeOf.get(code) ?? errorCodes.E_INTERNAL, message, { fix })
}

export interface Problem {
  /** HTTP status, 0 when no answer came. */
  readonly status: number
  readonly code: string
  readonly message: string
  readonly fix: string
}

/** A failure as the server tells it: a stable code, what happened, and the fix. */
export class ApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.name = 'ApiError'
    this.problem = problem
  }
}

/** Reads the one error shape of the API; an answer of another shape becomes `E_UNEXPECTED`. */
export async function toApiError(response: {
  readonly status: number
  json(): Promise<unknown>
}): Promise<ApiError> {
  const { status } = response
  const body: unknown = await response.json().catch(() => undefined)
  const error = isRecord(body) && isRecord(body.error) ? body.error : {}
  return new ApiError({
    status,
    code: textOr(error.code, 'E_UNEXPECTED'),
    message: textOr(error.message, `the server answered with status ${status}`),
    fix: textOr(error.fix, ''),
  })
}

/** What to show of anything that was thrown. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ApiError) return thrown.problem
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { status: 0, code: 'E_UNEXPECTED', message, fix: 'Reload the page.' }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}

import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'

/** Each has a thread of its own with up to 150 MB of tables. */
export const activeRunCountMax = 8

export function tooManyRuns(): AppError {
  const message = `${activeRunCountMax} runs are on, and no more run at once`
  return new AppError(errorCodes.E_TOO_MANY_RUNS, message, {
    fix: 'Stop one that GET /api/runs lists: POST /api/runs/{run_id}/stop.',
  })
}

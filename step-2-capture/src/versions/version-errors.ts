import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'

export function noVersion(id: string): AppError {
  return new AppError(errorCodes.E_NO_VERSION, `no model version has the id ${id}`, {
    fix: 'GET /api/models lists those that are kept.',
  })
}

export function nothingBefore(): AppError {
  return new AppError(errorCodes.E_NOTHING_BEFORE, 'no version judged before this one', {
    fix: 'Activate one that GET /api/models lists.',
  })
}

/** Why a version stays: it judges, or it is the shipped model. */
export function cannotGo(
  id: string,
  { reason }: { readonly reason: 'judges now' | 'ships with the program' },
): AppError {
  return new AppError(errorCodes.E_ACTIVE_VERSION, `the model version ${id} ${reason}`, {
    fix: 'Activate another version first: POST /api/models/{model_id}/activate.',
  })
}

/** A version that is not what was saved: said, never used, and deleted on request. */
export function versionDamaged(id: string, reason: string): AppError {
  const message = `the model version ${id} cannot be used: ${reason}`
  return new AppError(errorCodes.E_MODEL_DAMAGED, message, {
    fix: `Delete it: DELETE /api/models/${id}. The others are untouched; GET /api/models lists them.`,
  })
}

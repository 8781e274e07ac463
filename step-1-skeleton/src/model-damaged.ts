import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'

/** A saved model that is not what was saved: reported, never used, and replaced by training again. */
export function modelDamaged(reason: string): AppError {
  return new AppError(errorCodes.E_MODEL_DAMAGED, `the saved model cannot be used: ${reason}`, {
    fix: 'Train again with POST /train, which replaces it.',
  })
}

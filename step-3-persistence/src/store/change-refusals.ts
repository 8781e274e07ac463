import { AppError } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'

/** More alerts than this in one change would hold the database for over a second. */
export const changeCountMax = 10_000

/**
 * Refuses a change of too many alerts, or of another number of them than the caller expects.
 * @throws AppError `E_TOO_MANY_ALERTS`, `E_COUNT_CHANGED`
 */
export function checkChangeCount(
  count: number,
  expected: number,
  what: 'alerts' | 'incidents' = 'alerts',
): void {
  if (count > changeCountMax) {
    throw new AppError(errorCodes.E_TOO_MANY_ALERTS, `more than ${changeCountMax} ${what} match`, {
      fix: 'Narrow the filter, for example by time or kind, and change them in parts.',
    })
  }
  if (count === expected) return
  throw new AppError(errorCodes.E_COUNT_CHANGED, `${count} ${what} match now, not ${expected}`, {
    fix: `Look at the list again; if all ${count} are meant, send expected_count ${count}.`,
    details: { count },
  })
}

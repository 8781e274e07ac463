import { AppError } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import { isDamage } from './damage-code.ts'
import { damageFix } from './store-damage.ts'

/** SQLite's primary result codes (https://sqlite.org/rescode.html) that a later try may not meet. */
const passing: ReadonlyMap<number, string> = new Map([
  [5, 'another program holds the database; stop it, or try again'],
  [6, 'another program holds the database; stop it, or try again'],
  [8, 'make the data folder writable for the user who runs the server'],
  [10, 'check the disk: the system could not read or write the database'],
  [13, 'free some space on the disk of the data folder'],
  [14, 'make the data folder readable and writable for the user who runs the server'],
])

/**
 * A failure of the disk, not of the statement, becomes `E_STORE_UNAVAILABLE` or `E_STORE_DAMAGED`;
 * others stay.
 */
export function toStorageError(error: unknown): unknown {
  const { errcode, message } = error as { errcode?: unknown; message?: unknown }
  if (isDamage(errcode)) {
    return new AppError(errorCodes.E_STORE_DAMAGED, `the database is damaged: ${message}`, {
      fix: damageFix,
    })
  }
  const fix = typeof errcode === 'number' ? passing.get(errcode & 0xff) : undefined
  if (fix === undefined) return error
  return new AppError(errorCodes.E_STORE_UNAVAILABLE, `the database does not answer: ${message}`, {
    fix: `${fix[0]?.toUpperCase()}${fix.slice(1)}.`,
  })
}

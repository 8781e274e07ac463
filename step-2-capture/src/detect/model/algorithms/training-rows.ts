import { AppError, type FeatureRow } from 'step-1-skeleton'
import { errorCodes } from '../../../error-codes.ts'

/** Rows as one block of numbers, row after row: what the arithmetic of a model runs over. */
export interface Matrix {
  readonly values: Float64Array
  readonly rowCount: number
  readonly columnCount: number
}

/** A covariance matrix of 1,024 columns takes 8 MB, and about 10 s to invert. */
export const columnCountMax = 1024

/** @throws AppError `E_TOO_FEW_ITEMS`, `E_TOO_MANY_COLUMNS`, `E_RAGGED_ROWS`, `E_NOT_FINITE` */
export function checkTrainingRows(rows: readonly FeatureRow[]): void {
  const columnCount = rows[0]?.length ?? 0
  if (rows.length < 2 || columnCount === 0) {
    const message = `${rows.length} rows of ${columnCount} numbers are too few to learn from`
    throw new AppError(errorCodes.E_TOO_FEW_ITEMS, message, {
      fix: 'Give at least 2 rows of at least one number; 100 or more give a useful model.',
    })
  }
  if (columnCount > columnCountMax) {
    const message = `${columnCount} columns are more than ${columnCountMax}`
    throw new AppError(errorCodes.E_TOO_MANY_COLUMNS, message, {
      fix: 'Leave columns out; a one-hot column of many different values counts as that many.',
    })
  }
  for (const row of rows) checkRow(row, columnCount)
}

/** @throws AppError `E_RAGGED_ROWS`, `E_NOT_FINITE` */
export function checkRow(row: FeatureRow, columnCount: number): void {
  if (row.length !== columnCount) {
    const message = `a row has ${row.length} numbers instead of ${columnCount}`
    throw new AppError(errorCodes.E_RAGGED_ROWS, message, {
      fix: 'Give every row the same numbers in the same order as in training.',
    })
  }
  for (let column = 0; column < columnCount; column++) {
    if (Number.isFinite(row[column])) continue
    throw new AppError(errorCodes.E_NOT_FINITE, `number ${column} of a row is ${row[column]}`, {
      fix: 'Leave the row out, or put the typical value of that number in its place.',
    })
  }
}

/** Copies checked rows into one block. */
export function toMatrix(rows: readonly FeatureRow[]): Matrix {
  const columnCount = rows[0]?.length ?? 0
  const values = new Float64Array(rows.length * columnCount)
  rows.forEach((row, index) => {
    values.set(row, index * columnCount)
  })
  return { values, rowCount: rows.length, columnCount }
}

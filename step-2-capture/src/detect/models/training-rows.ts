import { AppError, type FeatureRow } from 'step-1-skeleton'

/** Rows as one block of numbers, row after row: what the arithmetic of a model runs over. */
export interface Matrix {
  readonly values: Float64Array
  readonly rowCount: number
  readonly columnCount: number
}

/** A covariance matrix of 2,048 columns takes 34 MB, and some minutes to invert. */
export const columnCountMax = 2048

/** @throws AppError `E_TOO_FEW_ITEMS`, `E_TOO_MANY_COLUMNS`, `E_RAGGED_ROWS`, `E_NOT_FINITE` */
export function checkTrainingRows(rows: readonly FeatureRow[]): void {
  const columnCount = rows[0]?.length ?? 0
  if (rows.length < 2 || columnCount === 0) {
    const message = `${rows.length} rows of ${columnCount} numbers are too few to learn from`
    throw new AppError('E_TOO_FEW_ITEMS', message, {
      status: 422,
      fix: 'Give at least 2 rows of at least one number; 100 or more give a useful model.',
    })
  }
  if (columnCount > columnCountMax) {
    const message = `${columnCount} columns are more than ${columnCountMax}`
    throw new AppError('E_TOO_MANY_COLUMNS', message, {
      status: 422,
      fix: 'Leave columns out; a one-hot column of many different values counts as that many.',
    })
  }
  rows.forEach((row, index) => {
    checkRowLength(row, columnCount)
    for (let column = 0; column < columnCount; column++) {
      if (Number.isFinite(row[column])) continue
      const message = `row ${index} has ${row[column]} as its number ${column}`
      throw new AppError('E_NOT_FINITE', message, {
        status: 422,
        fix: 'Leave the row out, or put the usual value of that column in its place.',
      })
    }
  })
}

/** @throws AppError `E_RAGGED_ROWS` */
export function checkRowLength(row: FeatureRow, columnCount: number): void {
  if (row.length === columnCount) return
  throw new AppError('E_RAGGED_ROWS', `a row has ${row.length} numbers instead of ${columnCount}`, {
    status: 422,
    fix: 'Give every row the same numbers in the same order as in training.',
  })
}

/** Copies checked rows into one block. */
export function toMatrix(rows: readonly FeatureRow[]): Matrix {
  const columnCount = rows[0]?.length ?? 0
  const values = new Float64Array(rows.length * columnCount)
  rows.forEach((row, index) => {
    checkRowLength(row, columnCount)
    for (let column = 0; column < columnCount; column++) {
      values[index * columnCount + column] = row[column] as number
    }
  })
  return { values, rowCount: rows.length, columnCount }
}

/** The state of a model file does not have the shape that its algorithm writes. */
export function damagedModel(algorithm: string, reason: string): AppError {
  return new AppError('E_MODEL_DAMAGED', `the file holds no ${algorithm} model: ${reason}`, {
    status: 409,
    fix: 'Train again, which replaces it.',
  })
}

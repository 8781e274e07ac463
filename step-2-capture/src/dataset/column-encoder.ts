import { quantile } from '../features/quantile.ts'
import type { TableColumn } from './table-column.ts'

/** How one column of a table becomes features; learned from the training table only. */
export interface ColumnEncoder {
  readonly column: TableColumn
  readonly features: readonly string[]
  /** What was filled in, as a sentence for the user. */
  readonly note?: string
  /** Writes the column's features of one row into `target` from `offset` on. */
  write(column: TableColumn, row: number, target: Float64Array, offset: number): void
}

/** A value never seen in training is 0 in every feature. */
export function oneHotEncoder(column: TableColumn): ColumnEncoder {
  const places = new Map<string, number>()
  for (let row = 0; row < column.rowCount; row++) {
    const text = column.text(row)
    if (text !== '' && !places.has(text)) places.set(text, places.size)
  }
  return {
    column,
    features: [...places.keys()].map((text) => `${column.name}=${text}`),
    write(other, row, target, offset) {
      const place = places.get(other.text(row))
      if (place !== undefined) target[offset + place] = 1
    },
  }
}

/** What is beyond was divided by zero or overflowed: it is no measurement. */
const measurableMax = 1e100

/**
 * A missing value, or a text among numbers, becomes the median of the training rows; an infinity
 * or what comes near it the farthest value of theirs, for one such cell would flatten all others.
 */
export function numberEncoder(
  column: TableColumn,
  trainingRows: readonly number[],
  log1p: boolean,
): ColumnEncoder {
  const known = Float64Array.from(trainingRows, (row) => column.value(row))
    .filter((value) => Math.abs(value) <= measurableMax)
    .sort()
  const middle = quantile(known, 0.5)
  const lowest = known[0] ?? 0
  const highest = known.at(-1) ?? 0
  const isLogarithmic = log1p && hasLongTail(known)
  const note = noteOn(column)
  return {
    column,
    features: [column.name],
    ...(note !== undefined && { note }),
    write(other, row, target, offset) {
      const cell = other.value(row)
      let value = Number.isNaN(cell) ? middle : cell
      if (Math.abs(value) > measurableMax) value = value > 0 ? highest : lowest
      target[offset] = isLogarithmic ? Math.sign(value) * Math.log1p(Math.abs(value)) : value
    },
  }
}

function noteOn(column: TableColumn): string | undefined {
  const filledCount = column.textCount + column.missingCount
  let beyondCount = 0
  for (let row = 0; row < column.rowCount; row++) {
    if (Math.abs(column.value(row)) > measurableMax) beyondCount++
  }
  const parts = [
    ...(filledCount > 0 ? [`${filledCount} cells hold no number and count as its median`] : []),
    ...(beyondCount > 0 ? [`${beyondCount} are infinite and count as its farthest value`] : []),
  ]
  return parts.length === 0 ? undefined : `column ${column.name}: ${parts.join('; ')}`
}

/** Bulmer ("Principles of Statistics", 1979) calls a distribution highly skewed from 1 on. */
const skewnessMin = 1

/**
 * Whether values are never negative and trail off to the right. The logarithm makes such columns
 * comparable; it would only distort shares and other columns that fill their range evenly.
 */
function hasLongTail(ascending: Float64Array): boolean {
  const lowest = ascending[0] ?? -1
  const highest = ascending.at(-1) ?? 0
  if (lowest < 0 || highest === 0) return false
  // As shares of the highest value, so that no power overflows.
  const shares = ascending.map((value) => value / highest)
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  const moment = (power: number) =>
    shares.reduce((sum, share) => sum + (share - mean) ** power, 0) / shares.length
  return moment(3) > skewnessMin * moment(2) ** 1.5
}

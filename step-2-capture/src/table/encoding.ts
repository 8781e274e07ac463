import { AppError } from 'step-1-skeleton'
import { columnCountMax } from '../detect/models/training-rows.ts'
import type { Table } from './table.ts'
import type { TableColumn } from './table-column.ts'

export interface EncodingOptions {
  /** The column that says what a row is; it is never a feature. By name, or by number from 1. */
  readonly label: string
  readonly ignore?: readonly string[]
  /** Columns of which each value becomes a feature of its own, 1 where the row has it. */
  readonly oneHot?: readonly string[]
  /** Take log(1 + x) of the columns with a long tail: sizes, counts, durations. */
  readonly log1p?: boolean
}

/** 100 million doubles are 800 MB: 800,000 rows of 122 features. */
export const encodedCountMax = 100_000_000

/** How the rows of a table become rows of numbers; learned from the training table only. */
export interface Encoding {
  readonly features: readonly string[]
  /** What was left out or filled in, as sentences for the user. */
  readonly notes: readonly string[]
  /** One row of finite numbers for each row of the table. @throws AppError `E_NO_COLUMN` */
  encode(table: Table): Float64Array[]
}

/**
 * Decides which columns are features. Left out are the label, the ignored ones, columns of text
 * that `oneHot` does not name, and, in a table without a header whose label stands in its second
 * half, the columns behind the label: those say something about it (NSL-KDD: the difficulty).
 * @throws AppError `E_NO_COLUMN`, `E_NO_FEATURES`
 */
export function fitEncoding(
  table: Table,
  trainingRows: readonly number[],
  options: EncodingOptions,
): Encoding {
  const label = findColumn(table, options.label)
  const ignored = new Set((options.ignore ?? []).map((name) => findColumn(table, name)))
  const oneHot = new Set((options.oneHot ?? []).map((name) => findColumn(table, name)))
  const notes: string[] = []
  const isAboutLabel = (column: TableColumn) =>
    !table.hasHeader && label.number * 2 > table.columns.length && column.number > label.number

  const encoders = table.columns.flatMap((column): ColumnEncoder[] => {
    if (column === label || ignored.has(column)) return []
    if (oneHot.has(column)) return [oneHotEncoder(column)]
    if (isAboutLabel(column)) {
      notes.push(`column ${column.name} is ignored: it follows the label in a table without header`)
      return []
    }
    if (column.isSymbolic) {
      notes.push(
        `column ${column.name} is ignored: it holds text; --one-hot ${column.name} uses it`,
      )
      return []
    }
    const encoder = numberEncoder(column, trainingRows, options.log1p ?? false)
    if (encoder.note) notes.push(encoder.note)
    return [encoder]
  })
  const features = encoders.flatMap((encoder) => encoder.features)
  if (features.length === 0) throw noFeatures(table)
  if (features.length > columnCountMax) throw tooManyFeatures(features.length)
  const matchByName = table.hasHeader
  return {
    features,
    notes,
    encode: (other) => encodeRows(other, { encoders, featureCount: features.length, matchByName }),
  }
}

/** The column of that name, or of that number from 1. @throws AppError `E_NO_COLUMN` */
export function findColumn(table: Table, nameOrNumber: string): TableColumn {
  const named = table.columns.find((column) => column.name === nameOrNumber)
  const numbered = /^\d+$/.test(nameOrNumber) ? table.columns[Number(nameOrNumber) - 1] : undefined
  const column = named ?? numbered
  if (column) return column
  const names = table.columns.map((other) => other.name)
  const shown = table.hasHeader ? names.slice(0, 50).join(', ') : `1 to ${names.length}`
  throw new AppError('E_NO_COLUMN', `${table.path} has no column ${nameOrNumber}`, {
    status: 422,
    fix: `Its columns are: ${shown}.`,
  })
}

interface ColumnEncoder {
  readonly column: TableColumn
  readonly features: readonly string[]
  readonly note?: string
  /** Writes the column's features of one row into `target` from `offset` on. */
  write(column: TableColumn, row: number, target: Float64Array, offset: number): void
}

/** A value never seen in training is 0 in every feature. */
function oneHotEncoder(column: TableColumn): ColumnEncoder {
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

/** A missing value, or a text among numbers, becomes the median of the training rows. */
function numberEncoder(
  column: TableColumn,
  trainingRows: readonly number[],
  log1p: boolean,
): ColumnEncoder {
  const known = Float64Array.from(trainingRows, (row) => column.value(row))
    .filter((value) => !Number.isNaN(value))
    .sort()
  const median = known[known.length >> 1] ?? 0
  const isLogarithmic = log1p && hasLongTail(known)
  const filledCount = column.textCount + column.missingCount
  return {
    column,
    features: [column.name],
    ...(filledCount > 0 && {
      note: `column ${column.name}: ${filledCount} cells hold no number and count as its median`,
    }),
    write(other, row, target, offset) {
      const cell = other.value(row)
      const value = Number.isNaN(cell) ? median : cell
      target[offset] = isLogarithmic ? Math.sign(value) * Math.log1p(Math.abs(value)) : value
    },
  }
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

interface RowEncoding {
  readonly encoders: readonly ColumnEncoder[]
  readonly featureCount: number
  /** Whether the training table named its columns; otherwise their order counts. */
  readonly matchByName: boolean
}

function encodeRows(table: Table, encoding: RowEncoding): Float64Array[] {
  const { encoders, featureCount, matchByName } = encoding
  if (table.rowCount * featureCount > encodedCountMax) throw tooManyNumbers(table, featureCount)
  const block = new Float64Array(table.rowCount * featureCount)
  let offset = 0
  for (const { column, features, write } of encoders) {
    const isNamed = matchByName && table.hasHeader
    const other = findColumn(table, isNamed ? column.name : String(column.number))
    for (let row = 0; row < table.rowCount; row++) {
      write(other, row, block, row * featureCount + offset)
    }
    offset += features.length
  }
  return Array.from({ length: table.rowCount }, (_, row) =>
    block.subarray(row * featureCount, (row + 1) * featureCount),
  )
}

function noFeatures(table: Table): AppError {
  return new AppError('E_NO_FEATURES', `${table.path} has no column of numbers to learn from`, {
    status: 422,
    fix: 'Name columns of text with --one-hot, or ignore fewer.',
  })
}

function tooManyFeatures(featureCount: number): AppError {
  const message = `the table gives ${featureCount} features, more than ${columnCountMax}`
  return new AppError('E_TOO_MANY_COLUMNS', message, {
    status: 422,
    fix: 'Name only columns of few different values with --one-hot.',
  })
}

function tooManyNumbers(table: Table, featureCount: number): AppError {
  const message = `${table.rowCount} rows of ${featureCount} features exceed ${encodedCountMax} numbers`
  return new AppError('E_TABLE_TOO_LARGE', message, {
    status: 413,
    fix: 'Score it in parts, or name fewer columns with --one-hot.',
  })
}

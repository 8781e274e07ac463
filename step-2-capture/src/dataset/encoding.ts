import { AppError } from 'step-1-skeleton/errors'
import { columnCountMax } from '../detect/model/algorithms/training-rows.ts'
import { errorCodes } from '../error-codes.ts'
import { type ColumnEncoder, numberEncoder, oneHotEncoder } from './column-encoder.ts'
import { indexOfText } from './column-names.ts'
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
export function encodingOf(
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
    const reason = isAboutLabel(column)
      ? 'it follows the label in a table without header'
      : reasonToIgnore(column)
    if (reason !== undefined) {
      notes.push(`column ${column.name} is ignored: ${reason}`)
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

function reasonToIgnore(column: TableColumn): string | undefined {
  if (column.isSymbolic) return `it holds text; --one-hot ${column.name} uses it`
  return column.isRowCounter ? 'it counts the rows' : undefined
}

/** The column of that name, or of that number from 1. @throws AppError `E_NO_COLUMN` */
export function findColumn(table: Table, nameOrNumber: string): TableColumn {
  const names = table.columns.map((other) => other.name)
  const numbered = /^\d+$/.test(nameOrNumber) ? table.columns[Number(nameOrNumber) - 1] : undefined
  const column = table.columns[indexOfText(names, nameOrNumber)] ?? numbered
  if (column) return column
  const shown = table.hasHeader ? names.slice(0, 50).join(', ') : `1 to ${names.length}`
  throw new AppError(errorCodes.E_NO_COLUMN, `${table.path} has no column ${nameOrNumber}`, {
    fix: `Its columns are: ${shown}.`,
  })
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
  return new AppError(
    errorCodes.E_NO_FEATURES,
    `${table.path} has no column of numbers to learn from`,
    {
      fix: 'Name columns of text with --one-hot, or ignore fewer.',
    },
  )
}

function tooManyFeatures(featureCount: number): AppError {
  const message = `the table gives ${featureCount} features, more than ${columnCountMax}`
  return new AppError(errorCodes.E_TOO_MANY_COLUMNS, message, {
    fix: 'Name only columns of few different values with --one-hot.',
  })
}

function tooManyNumbers(table: Table, featureCount: number): AppError {
  const message = `${table.rowCount} rows of ${featureCount} features exceed ${encodedCountMax} numbers`
  return new AppError(errorCodes.E_TABLE_TOO_LARGE, message, {
    fix: 'Score it in parts, or name fewer columns with --one-hot.',
  })
}

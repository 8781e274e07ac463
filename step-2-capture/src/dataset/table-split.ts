import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import { indexOfText } from './column-names.ts'
import { findColumn } from './encoding.ts'
import type { Table } from './table.ts'
import { isMissing } from './table-cells.ts'

/** What the label column says of each row. */
export interface TableLabels {
  /** 1 where the label is not the normal value, 0 where it is. */
  readonly isAnomaly: Uint8Array
  /** Rows that have a label; what the others are is unknown. */
  readonly labelledRows: readonly number[]
}

/**
 * Splits the rows by their label. `0` and `0.0` are one value; a row without a label is neither,
 * unless the normal value is itself one of those that say nothing (`-`, `None`, empty). @throws AppError `E_NO_NORMAL_ROWS`, `E_NO_COLUMN`
 */
export function labelsOf(table: Table, labelColumn: string, normal: string): TableLabels {
  const label = findColumn(table, labelColumn)
  const texts = Array.from({ length: table.rowCount }, (_, row) => label.text(row))
  const values = [...new Set(texts)]
  const wanted = values[indexOfText(values, normalizedText(normal))]
  if (wanted === undefined) throw noNormalRows(table, labelColumn, { normal, values })
  const rows = Array.from(texts.keys())
  return {
    isAnomaly: Uint8Array.from(texts, (text) => Number(text !== wanted)),
    labelledRows: wanted === '' ? rows : rows.filter((row) => texts[row] !== ''),
  }
}

function normalizedText(value: string): string {
  const text = value.trim()
  if (isMissing(text)) return ''
  return text !== '' && Number.isFinite(Number(text)) ? String(Number(text)) : text
}

function noNormalRows(
  table: Table,
  labelColumn: string,
  { normal, values }: { normal: string; values: readonly string[] },
): AppError {
  const message = `no row of ${table.path} has ${normal || 'no label'} in column ${labelColumn}`
  return new AppError(errorCodes.E_NO_NORMAL_ROWS, message, {
    fix: `Give one of its values with --normal: ${values.slice(0, 10).join(', ')}.`,
  })
}

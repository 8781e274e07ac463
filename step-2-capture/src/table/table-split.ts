import { AppError } from 'step-1-skeleton'
import { findColumn } from './encoding.ts'
import type { Table } from './table.ts'

/** 1 where the label is not the normal value, 0 where it is; `0` and `0.0` are one value. */
export function anomalyFlags(table: Table, labelColumn: string, normal: string): Uint8Array {
  const label = findColumn(table, labelColumn)
  const wanted = normalizedText(normal)
  const flags = new Uint8Array(table.rowCount)
  for (let row = 0; row < table.rowCount; row++) flags[row] = label.text(row) === wanted ? 0 : 1
  if (!flags.includes(0)) throw noNormalRows(table, labelColumn, normal)
  return flags
}

function normalizedText(value: string): string {
  const text = value.trim()
  return text !== '' && Number.isFinite(Number(text)) ? String(Number(text)) : text
}

function noNormalRows(table: Table, labelColumn: string, normal: string): AppError {
  const label = findColumn(table, labelColumn)
  const values = new Set<string>()
  for (let row = 0; row < table.rowCount && values.size < 10; row++) values.add(label.text(row))
  const message = `no row of ${table.path} has ${normal} in column ${labelColumn}`
  return new AppError('E_NO_NORMAL_ROWS', message, {
    status: 422,
    fix: `Give one of its values with --normal: ${[...values].join(', ')}.`,
  })
}

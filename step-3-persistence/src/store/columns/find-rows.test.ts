import { expect, it } from 'vitest'
import { columnRow } from '../../../test/column-row.ts'
import { AlertColumns } from './alert-columns.ts'
import { countRows } from './count-columns.ts'
import { fewIds, idCountMax, pageIds } from './find-rows.ts'

it('names as many alerts as it may, and none of more', () => {
  const columns = new AlertColumns({ rowCount: 0, searchIdMin: 7 })
  for (let number = 0; number < idCountMax; number++) columns.put(columnRow(7 + number))
  const page = { filter: {}, by: 'score', order: 'desc', limit: 5, after: undefined } as const
  expect(fewIds(columns, {})).toHaveLength(idCountMax)
  expect(pageIds(columns, page)).toHaveLength(idCountMax) // All are equal.
  const latest = { filter: {}, by: 'last_seen_epoch', order: 'desc', limit: 2 } as const
  expect(pageIds(columns, { ...latest, after: 107 })).toEqual([105, 106, 107])
  columns.put(columnRow(7 + idCountMax))
  expect(countRows(columns, { q: 'scan' })).toBe(idCountMax + 1)
  expect(fewIds(columns, {})).toBeNull()
  expect(pageIds(columns, page)).toBeNull()
  columns.remove(7)
  expect(fewIds(columns, {})?.[0]).toBe(8)
  columns.put(columnRow(20_000)) // It takes the place of the one that is gone.
  expect(columns.end).toBe(idCountMax + 1)
  expect(countRows(columns, { q: 'scan' })).toBe(idCountMax + 1)
})

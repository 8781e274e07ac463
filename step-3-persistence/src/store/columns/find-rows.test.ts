import { expect, it } from 'vitest'
import { AlertColumns, type ColumnRow } from './alert-columns.ts'
import { countRows } from './count-columns.ts'
import { fewIds, idCountMax, pageIds } from './find-rows.ts'

it('names as many alerts as it may, and none of more', () => {
  const columns = new AlertColumns({ rowCount: 0, searchIdMin: 7 })
  for (let number = 0; number < idCountMax; number++) columns.put(row(7 + number))
  const page = { filter: {}, by: 'score', order: 'desc', limit: 5, after: undefined } as const
  expect(fewIds(columns, {})).toHaveLength(idCountMax)
  expect(pageIds(columns, page)).toHaveLength(idCountMax) // All are equal.
  columns.put(row(7 + idCountMax))
  expect(countRows(columns, { q: 'scan' })).toBe(idCountMax + 1)
  expect(fewIds(columns, {})).toBeNull()
  expect(pageIds(columns, page)).toBeNull()
  columns.remove(7)
  expect(fewIds(columns, {})?.[0]).toBe(8)
  columns.put(row(20_000)) // It takes the place of the one that is gone.
  expect(columns.end).toBe(idCountMax + 1)
  expect(countRows(columns, { q: 'scan' })).toBe(idCountMax + 1)
})

function row(searchId: number): ColumnRow {
  return {
    search_id: searchId,
    search_text: `port scan ${searchId}`,
    severity: 2,
    status: 'new',
    kind: 'port_scan',
    technique_id: null,
    capture_source: 'live',
    capture_name: 'eth0',
    suppressed_by: null,
    source: '10.0.0.1',
    target: null,
    target_port: 22,
    detectors: '["port-scan"]',
    incident_id: 'a',
    severity_score: 50,
    score: 0.8,
    confidence: 0.9,
    count: 1,
    first_seen_epoch: searchId,
    last_seen_epoch: searchId,
  }
}

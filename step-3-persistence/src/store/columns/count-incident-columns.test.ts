import { expect, it } from 'vitest'
import { columnRow } from '../../../test/column-row.ts'
import { AlertColumns } from './alert-columns.ts'
import { countIncidentColumnFacets, countIncidents } from './count-incident-columns.ts'

it('counts no incident of alerts that are in none', () => {
  const columns = new AlertColumns({ rowCount: 3, searchIdMin: 1 })
  columns.put(columnRow(1))
  columns.putIncident({ incident_id: 'a', severity: 2, status: 'new' })
  columns.put(columnRow(2, { incident_id: null, kind: 'beaconing', source: '10.0.0.2' }))
  expect(countIncidents(columns, {})).toBe(1)
  expect(countIncidents(columns, { kind: ['beaconing'] })).toBe(0)
  expect(countIncidentColumnFacets(columns, {})).toMatchObject({
    severity: [{ value: 'medium', count: 1 }],
    kind: [{ value: 'port_scan', count: 1 }],
    source: [{ value: '10.0.0.1', count: 1 }],
  })
})

import type { Alert, Incident, IncidentDetail } from 'step-3-persistence'
import { expect, it } from 'vitest'
import { alertsHref, incidentRows } from './incident-rows.ts'

const incident = {
  incident_id: 'i',
  source: '2001:db8::5',
  capture: { source: 'pcap', name: 'a b.pcap' },
  alert_count: 3,
  first_seen_epoch: 1.5,
  last_seen_epoch: 9,
} as Incident
const other = { ...incident, incident_id: 'other' }
const alert = { alert_id: 'a' } as Alert

const shown = (details: ReadonlyMap<string, IncidentDetail | undefined>) =>
  incidentRows([incident, other], details).map((row) =>
    row.kind === 'rest' ? [row.id, row.count] : row.id,
  )

it('shows an incident as one row until it is opened', () => {
  expect(shown(new Map())).toEqual(['i', 'other'])
})

it('says that the alerts of an open incident are read', () => {
  expect(shown(new Map([['i', undefined]]))).toEqual(['i', ['i rest', undefined], 'other'])
})

it('shows the alerts below their incident, and how many more there are', () => {
  const detail = (alert_count: number) =>
    new Map([['i', { ...incident, alert_count, alerts: [alert] }]])
  expect(shown(detail(1))).toEqual(['i', 'i a', 'other'])
  expect(shown(detail(3))).toEqual(['i', 'i a', ['i rest', 2], 'other'])
})

it('leads to exactly the alerts of an incident: its source, its capture, its span', () => {
  const { searchParams } = new URL(alertsHref(incident), 'http://localhost')
  expect(Object.fromEntries(searchParams)).toEqual({
    view: 'alerts',
    status: 'all',
    source: '2001:db8::5',
    capture_name: 'a b.pcap',
    from: '1.5',
    to: '9',
  })
})

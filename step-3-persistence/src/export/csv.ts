import type { Alert } from '../alert/alert.ts'
import { visible } from '../text/visible.ts'
import type { AlertFormat } from './alert-format.ts'

type Cell = string | number | null

const columns: readonly [name: string, value: (alert: Alert) => Cell][] = [
  ['alert_id', (alert) => alert.alert_id],
  ['status', (alert) => alert.status],
  ['severity', (alert) => alert.severity],
  ['severity_score', (alert) => alert.severity_score],
  ['score', (alert) => alert.score],
  ['confidence', (alert) => alert.confidence],
  ['kind', (alert) => alert.kind],
  ['title', (alert) => alert.title],
  ['source', (alert) => alert.source],
  ['target', (alert) => alert.target],
  ['target_port', (alert) => alert.target_port],
  ['target_group', (alert) => alert.target_group],
  ['count', (alert) => alert.count],
  ['first_seen', (alert) => alert.first_seen],
  ['last_seen', (alert) => alert.last_seen],
  ['detectors', (alert) => alert.detectors.join(' ')],
  ['technique', (alert) => alert.technique?.id ?? null],
  ['technique_name', (alert) => alert.technique?.name ?? null],
  ['recommendation', (alert) => alert.recommendation],
  ['capture_source', (alert) => alert.capture.source],
  ['capture_name', (alert) => alert.capture.name],
  ['model_version', (alert) => alert.model_version],
  ['created_at', (alert) => alert.created_at],
  ['updated_at', (alert) => alert.updated_at],
  ['group_key', (alert) => alert.group_key],
  ['sensor', (alert) => alert.sensor],
  ['family', (alert) => alert.family],
]

/** RFC 4180, with CRLF, made safe to open in a spreadsheet. */
export const csvFormat: AlertFormat = {
  name: 'csv',
  contentType: 'text/csv; charset=utf-8',
  extension: 'csv',
  start: () => ({
    head: `${columns.map(([name]) => name).join(',')}\r\n`,
    entry: (alert) => `${columns.map(([, value]) => csvCell(value(alert))).join(',')}\r\n`,
    tail: '',
  }),
}

/**
 * One cell. A text that a spreadsheet would take for a formula gets an apostrophe before it
 * (OWASP, CSV injection); the texts come from the network. Numbers stay numbers, also negative ones.
 */
export function csvCell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = visible(value)
  const inert = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

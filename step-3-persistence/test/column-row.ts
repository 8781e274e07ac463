import type { ColumnRow } from '../src/store/columns/alert-columns.ts'

/** An alert as the columns take it. */
export function columnRow(searchId: number, given: Partial<ColumnRow> = {}): ColumnRow {
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
    ...given,
  }
}

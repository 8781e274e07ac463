import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Detection, Severity } from 'step-2-capture'
import { applyThresholds } from '../src/alert/apply-thresholds.ts'
import { foldDetections } from '../src/alert/fold-detections.ts'
import { toAlertRow, toBodyRow } from '../src/store/alert-row.ts'
import { openDatabase } from '../src/store/open-database.ts'
import { makeDetection } from '../test/detections.ts'

/*
 * Fills a store with alerts as two months at the edge of the internet leave them:
 * `make-alerts.ts FOLDER COUNT`. The rows are those of the store's own functions, but are inserted
 * without its merge, which would take ten times as long; their incidents are summed up by the store.
 * What is made depends on the numbers of the alerts alone.
 */
const [folder = '', alertCount = '0'] = process.argv.slice(2)
const count = Number(alertCount)
const rowsPerTransaction = 20_000
const spanSeconds = 60 * 86_400
const incidentGapSeconds = 1_800
const alertsPerEpisode = 5
const endSeconds = Math.floor(Date.now() / 86_400_000) * 86_400
const policy = { thresholds: { low: 0.5, medium: 0.7, high: 0.9 }, minSeverity: 'info' } as const

/** As they are on a network at the edge of the internet: most of it is scanning and guessing. */
const kinds: readonly [
  kind: string,
  share: number,
  severity: Severity,
  technique: string | null,
][] = [
  ['port_scan', 0.34, 'medium', 'T1046'],
  ['login_guessing', 0.22, 'high', 'T1110'],
  ['unusual_window', 0.14, 'low', null],
  ['horizontal_port_scan', 0.1, 'medium', 'T1046'],
  ['web_attack', 0.08, 'high', 'T1190'],
  ['beaconing', 0.05, 'medium', 'T1071'],
  ['dns_tunnel', 0.03, 'high', 'T1048'],
  ['new_device', 0.02, 'info', null],
  ['syn_flood', 0.01, 'high', 'T1498'],
  ['known_bad_address', 0.009, 'critical', 'T1071'],
  ['data_upload', 0.0009, 'critical', 'T1041'],
  ['arp_spoofing', 0.0001, 'critical', 'T1557'],
]
const ports = [22, 443, 80, 3389, 445, 53, 8080, 25, 5060, 1883]

const path = join(folder, 'net-anomaly.sqlite')
await (await openDatabase(path)).destroy()
const database = new DatabaseSync(path)
database.exec('pragma synchronous = off; pragma cache_size = -262144; begin')
/** By source, the incident that it is in, and when that was seen last. */
const incidents = new Map<string, { id: string; last: number }>()
const insert = { alert: insertInto('alert'), body: insertInto('alert_body') }
for (let number = 0; number < count; number++) {
  if (number % rowsPerTransaction === 0) database.exec('commit; begin')
  add(number)
}
database.exec('commit')
database.close()
await (await openDatabase(path)).destroy() // It sums up the incidents.

function add(number: number): void {
  const judged = applyThresholds(detection(number), policy)
  const now = new Date(secondsOf(number) * 1000)
  const { record } = foldDetections(undefined, [{ ...judged, isUpdate: false }], { now })
  const { alert_id: id, source, first_seen_epoch: first, last_seen_epoch: last } = record
  const before = incidents.get(`${source} ${record.capture.name}`)
  const isSame = before !== undefined && first - before.last <= incidentGapSeconds
  const incident = { id: isSame ? before.id : id, last: Math.max(last, before?.last ?? 0) }
  incidents.set(`${source} ${record.capture.name}`, incident)
  const row = toAlertRow(record, { note_count: 0, history_count: 0 })
  insert.alert({ ...row, status: statusOf(number), incident_id: incident.id })
  insert.body(toBodyRow(record))
}

/** Prepares once, with the columns of the first row. */
function insertInto(table: string): (row: object) => void {
  let statement: ReturnType<DatabaseSync['prepare']> | undefined
  return (row) => {
    const columns = Object.keys(row)
    statement ??= database.prepare(
      `insert into ${table} (${columns}) values (${columns.map(() => '?')})`,
    )
    statement.run(...(Object.values(row) as SQLInputValue[])) // Rows hold nothing else.
  }
}

function statusOf(number: number): string {
  const share = draw(number, 9)
  if (share < 0.12) return 'resolved'
  if (share < 0.2) return 'false_positive'
  return share < 0.25 ? 'acknowledged' : 'new'
}

function secondsOf(number: number): number {
  return endSeconds - spanSeconds + Math.floor((spanSeconds * number) / count)
}

function detection(number: number): Detection {
  const [kind, , severity, techniqueId] = kindOf(draw(number, 1))
  const source = sourceOf(number)
  const target = `10.0.${Math.floor(draw(number, 4) * 8)}.${1 + Math.floor(draw(number, 5) * 250)}`
  const port = ports[Math.floor(draw(number, 6) ** 2 * ports.length)] ?? 22
  const seconds = secondsOf(number)
  return makeDetection({
    detection_id: `d${number}`,
    kind,
    severity,
    detector: kind.replaceAll('_', '-'),
    score: 0.5 + draw(number, 7) / 2,
    confidence: draw(number, 8),
    source,
    target,
    target_port: port,
    target_group: `${target}:${port}:${number}`,
    title: `${source} tried ${kind.replaceAll('_', ' ')} on ${target}, port ${port}`,
    technique: techniqueId === null ? null : { id: techniqueId, name: kind, tactic: 'Discovery' },
    first_seen_epoch: seconds,
    last_seen_epoch: seconds + Math.floor(draw(number, 10) * 600),
    capture: { source: 'live', name: draw(number, 11) < 0.9 ? 'eth0' : 'eth1' },
  })
}

/**
 * A source is seen in some alerts on end. A tenth are hosts of the network; of the others, few come
 * again and again.
 */
function sourceOf(number: number): string {
  const episode = Math.floor(number / alertsPerEpisode)
  const choice = draw(episode, 2)
  const rank = Math.floor(draw(episode, 3) ** 3 * 200_000)
  if (choice < 0.1) return `10.0.${rank % 8}.${1 + (rank % 250)}`
  return `${20 + (rank % 180)}.${(rank >> 3) & 255}.${(rank >> 8) & 255}.${1 + (rank % 250)}`
}

function kindOf(share: number): (typeof kinds)[number] {
  let rest = share
  for (const kind of kinds) {
    rest -= kind[1]
    if (rest < 0) return kind
  }
  return kinds[0] as (typeof kinds)[number] // The list is not empty.
}

/** From 0 to below 1, by the number and what it is for (the finalizer of MurmurHash3). */
function draw(number: number, purpose: number): number {
  let hash = Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(purpose, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

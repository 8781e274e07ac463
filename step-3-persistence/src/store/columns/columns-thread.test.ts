import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { Detection } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection } from '../../../test/detections.ts'
import type { AlertFilter } from '../../alert/alert-filter.ts'
import { applyThresholds } from '../../alert/apply-thresholds.ts'
import { facetNames, filterBeside } from '../../alert/facet.ts'
import type { AlertRecord } from '../../alert/fold-detections.ts'
import { alertMatches } from '../alert-matches.ts'
import { toRecord } from '../alert-row.ts'
import { countIncidentFacets } from '../count-incident-facets.ts'
import type { Database } from '../database.ts'
import { keptChangeCountMax } from '../migrations/0015-changes.ts'
import { openDatabase } from '../open-database.ts'
import { SqlAlertStore } from '../sql-alert-store.ts'
import { SqlSuppressionStore } from '../sql-suppression-store.ts'
import type { ColumnQuestions } from './columns-messages.ts'
import { ColumnsThread } from './columns-thread.ts'

/** Each part that the columns hold, alone and with others. */
const filters: readonly AlertFilter[] = [
  {},
  { suppressed: false },
  { suppressed: true },
  { severity: ['high', 'critical'] },
  { status: ['new'] },
  { kind: ['beaconing', 'none-such'] },
  { technique: ['T1046'] },
  { detector: ['port-scan'] },
  { detector: ['port-SCAN'] },
  { capture_source: ['live'] },
  { capture_name: 'eth1' },
  { target_port: 22 },
  { source: ['10.0.0.7'] },
  { source: ['::ffff:10.0.0.8', 'printer'] },
  { target: ['null'] },
  { host: ['10.0.1.0/28'] },
  { min_score: 0.75 },
  { min_severity_score: 50, min_confidence: 0.5 },
  { min_count: 2 },
  { from: 1_767_323_100, to: 1_767_323_200 },
  { q: 'SCAN' },
  { q: 'on' },
  { q: '.1.3 tried' },
  { q: 'nowhere' },
  { q: 'scan', status: ['new'], severity: ['medium', 'high'], kind: ['port_scan'] },
  {
    q: 'e',
    all: [[{ kind: ['beaconing'] }, { target_port: 22 }]],
    none: [{ status: ['resolved'] }],
  },
]

describe('alerts column by column', () => {
  let folder: string
  let db: Kysely<Database>
  let alerts: SqlAlertStore
  let columns: ColumnsThread
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-'))
    const path = join(folder, 'net-anomaly.sqlite')
    db = await openDatabase(path)
    alerts = new SqlAlertStore(db)
    columns = new ColumnsThread(path)
  })
  afterEach(async () => {
    await columns.close()
    await db.destroy()
    await rm(folder, { recursive: true })
  })

  const policy = { thresholds: { low: 0.5, medium: 0.7, high: 0.9 }, minSeverity: 'info' } as const
  const now = new Date('2026-01-02T04:00:00Z')
  const merge = (runId: string, detections: readonly Detection[]) =>
    alerts.merge({ runId, judged: detections.map((one) => applyThresholds(one, policy)), now })

  /** The answer once all is read. */
  const ask = async <Name extends keyof ColumnQuestions>(
    name: Name,
    filter: AlertFilter,
    page?: Partial<ColumnQuestions[Name]['asked']>,
  ) => {
    for (;;) {
      const answer = await columns.ask(name, { ...page, filter })
      if (answer !== undefined) return answer
    }
  }

  /** Reads every alert, and asks each whether it fits. */
  const expectAsCounted = async (least: number) => {
    const rows = await db
      .selectFrom('alert')
      .innerJoin('alert_body', 'alert_body.alert_id', 'alert.alert_id')
      .selectAll('alert')
      .select(['alert_body.statement', 'alert_body.evidence'])
      .execute()
    const all = rows.map((row) => ({ record: toRecord(row), incident: row.incident_id }))
    expect(all.length).toBeGreaterThanOrEqual(least)
    const shown = new Set(
      all.filter(({ record }) => record.suppressed_by === null).map(({ incident }) => incident),
    )
    const ofIncidents = await ask('incidentFacets', {}, { isBare: true })
    expect(ofIncidents).toEqual(await countIncidentFacets(db, {}))
    for (const filter of filters) {
      const fitting = all.filter(({ record }) => alertMatches(record, filter))
      const named = JSON.stringify(filter)
      expect(await ask('count', filter), named).toBe(fitting.length)
      const incidents = new Set(
        fitting.map(({ incident }) => incident).filter((id) => shown.has(id)),
      )
      expect(await ask('incidents', filter), named).toBe(incidents.size)
      expect(await ask('incidentFacets', filter, { isBare: false }), named).toEqual(
        await countIncidentFacets(db, { alert: filter }),
      )
      const facets = await ask('facets', filter)
      for (const facet of facetNames) {
        const beside = filterBeside(filter, facet)
        const some = all.filter(({ record }) => alertMatches(record, beside))
        const values = some.flatMap(({ record }) => facetOf(record, facet) ?? [])
        expect(facets[facet], `${facet} of ${named}`).toEqual(mostFrequent(values, facet))
      }
    }
  }

  it('counts as one by one: what comes, is said anew, decided, hidden, shown again and deleted', async () => {
    await merge(
      'run-1',
      Array.from({ length: 120 }, (_, number) => detection(number)),
    )
    await expectAsCounted(60)
    await merge(
      'run-2',
      Array.from({ length: 40 }, (_, number) => detection(100 + number)),
    )
    const graver = { revision: 2, severity: 'critical', title: 'graver than it seemed' } as const
    await merge('run-1', [{ ...detection(3), ...graver }])
    await expectAsCounted(75)
    const filter = { kind: ['beaconing'] }
    const expectedCount = await alerts.count(filter)
    const decision = { status: 'resolved', author: 'ana', now } as const
    await alerts.change({ kind: 'filter', filter, expectedCount }, decision)
    await expectAsCounted(75)
    const suppressions = new SqlSuppressionStore(db)
    const draft = { reason: 'noise', author: 'ana', expiresAt: null }
    const rule = await suppressions.add({ ...draft, rule: { target_port: 22 } }, now)
    expect(rule.hidden_alerts).toBeGreaterThan(0)
    await expectAsCounted(75)
    await suppressions.remove(rule.suppression_id, now)
    await expectAsCounted(75)
    const longAgo = new Date(0)
    await alerts.prune({ decidedBefore: longAgo, untouchedBefore: longAgo, alertCountMax: 50 })
    await expectAsCounted(50)
    await merge(
      'run-3',
      Array.from({ length: 30 }, (_, number) => detection(200 + number)),
    )
    const newcomer = { source: '192.0.2.9', severity: 'critical', score: 0.99 } as const
    await merge('run-4', [makeDetection({ detection_id: 'newcomer', ...newcomer })])
    await expectAsCounted(60)
    await sql`vacuum`.execute(db)
    await expectAsCounted(60)
  }, 60_000)

  it('finds few alerts, and those of a page with all that are equal to its last', async () => {
    await merge(
      'run-1',
      Array.from({ length: 300 }, (_, number) => detection(number)),
    )
    const numberOf = new Map(
      (
        await sql<{
          id: string
          search_id: number
        }>`select alert_id as id, search_id from alert`.execute(db)
      ).rows.map(({ id, search_id }) => [id, search_id]),
    )
    const ofAlerts = (some: readonly { alert_id: string }[]) =>
      some.map(({ alert_id }) => numberOf.get(alert_id))
    const sorts = {
      severity: 'severity_score',
      last_seen: 'last_seen_epoch',
      count: 'count',
    } as const
    for (const filter of filters) {
      const all = { filter, order: 'asc', sort: 'count', limit: 500 } as const
      const fitting = new Set(ofAlerts((await alerts.list(all)).alerts))
      expect(new Set(await ask('few', filter)), JSON.stringify(filter)).toEqual(fitting)
      for (const [sort, by] of Object.entries(sorts) as [keyof typeof sorts, 'count'][]) {
        for (const order of ['asc', 'desc'] as const) {
          const first = await alerts.list({ filter, sort, order, limit: 5 })
          const pages = first.next ? [undefined, first.next] : [undefined]
          for (const after of pages) {
            const page = await alerts.list({ filter, sort, order, limit: 5, after })
            const found = await ask('page', filter, { by, order, limit: 5, after: after?.value })
            expect(found, JSON.stringify({ filter, sort, order })).toEqual(
              expect.arrayContaining(ofAlerts(page.alerts)),
            )
            expect(found?.every((id) => fitting.has(id))).toBe(true)
          }
        }
      }
    }
    const latest = { by: 'last_seen_epoch', order: 'desc', limit: 5, after: undefined } as const
    expect(await ask('page', { q: 'tried' }, latest)).toHaveLength(5)
  }, 60_000)

  it('reads all anew after more changes than it can follow', async () => {
    await merge('run-1', [detection(1), detection(2)])
    expect(await ask('count', {})).toBe(2)
    await merge('run-2', [detection(3)])
    await sql`delete from alert_change where sequence < (select max(sequence) from alert_change)`.execute(
      db,
    )
    await sql`update alert_change set sequence = sequence + 1000`.execute(db)
    expect(await columns.ask('count', { filter: {} })).toBeUndefined()
    expect(await ask('count', {})).toBe(3)
  })

  it('keeps a ring of changes', async () => {
    await sql`insert into alert_change values (${keptChangeCountMax - 1}, 1), (${keptChangeCountMax}, 2)`.execute(
      db,
    )
    await sql`insert into alert_change (search_id) values (1)`.execute(db)
    await sql`insert into alert_change values (${2 * keptChangeCountMax - 1}, 1)`.execute(db)
    const { rows } = await sql<{ sequence: number }>`select sequence from alert_change`.execute(db)
    const kept = [keptChangeCountMax, keptChangeCountMax + 1, 2 * keptChangeCountMax - 1]
    expect(rows.map(({ sequence }) => sequence)).toEqual(kept)
  })

  it('leaves to the database what it does not hold, and all once its thread has ended', async () => {
    expect(await columns.ask('count', { filter: { model_version: '1' } })).toBeUndefined()
    expect(await columns.ask('count', { filter: { none: [{ group_key: 'x' }] } })).toBeUndefined()
    expect(await ask('count', {})).toBe(0)
    await columns.close()
    expect(await columns.ask('count', { filter: {} })).toBeUndefined()
    const lost = new ColumnsThread(join(folder, 'missing', 'net-anomaly.sqlite'))
    expect(await lost.ask('count', { filter: {} })).toBeUndefined()
  })
})

/** Different in all that is counted; every tenth is of a source in several alerts. */
function detection(number: number): Detection {
  const kind = ['port_scan', 'beaconing', 'Ünusual\u00a0window'][number % 3] ?? ''
  const host = `10.0.${number % 2}.${number % 10}`
  return makeDetection({
    detection_id: `d${number}`,
    kind,
    detector: kind === 'port_scan' ? 'port-scan' : 'other',
    severity: (['info', 'low', 'medium', 'high', 'critical'] as const)[number % 5] ?? 'info',
    score: (number % 20) / 20,
    confidence: (number % 7) / 7,
    source: number % 9 === 0 ? 'printer' : host,
    target: number % 4 === 0 ? null : `10.0.1.${number % 30}`,
    target_port: number % 6 === 0 ? 22 : null,
    target_group: `${host}:${number % 60}`,
    title: `${host} tried ${kind}\n${number}`,
    technique: number % 3 === 1 ? null : { id: `T10${46 + (number % 2)}`, name: 'x', tactic: 'y' },
    first_seen_epoch: 1_767_323_045 + number * (number % 8 === 0 ? 3_000 : 2),
    capture: { source: number % 5 === 0 ? 'live' : 'pcap', name: `eth${number % 2}` },
  })
}

function facetOf(record: AlertRecord, facet: (typeof facetNames)[number]): string | null {
  if (facet === 'technique') return record.technique?.id ?? null
  if (facet === 'capture_source') return record.capture.source
  if (facet === 'capture_name') return record.capture.name
  return record[facet]
}

function mostFrequent(values: readonly string[], facet: string) {
  const order = ['info', 'low', 'medium', 'high', 'critical']
  const place = (value: string) => (facet === 'severity' ? order.indexOf(value) : 0)
  return [...Map.groupBy(values, (value) => value)]
    .map(([value, { length: count }]) => ({ value, count }))
    .sort(
      (a, b) =>
        b.count - a.count || place(a.value) - place(b.value) || (a.value < b.value ? -1 : 1),
    )
    .slice(0, 20)
}

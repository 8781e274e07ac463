import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection, manySources } from '../../test/detections.ts'
import { applyThresholds } from '../alert/apply-thresholds.ts'
import { countIncidentFacets } from './count-incident-facets.ts'
import type { Database } from './database.ts'
import { listIncidents } from './list-incidents.ts'
import { openDatabase } from './open-database.ts'
import { type LastWords, withCandidates } from './search-candidates.ts'
import { SqlAlertStore } from './sql-alert-store.ts'

describe('the index of words', () => {
  let folder: string
  let db: Kysely<Database>
  let alerts: SqlAlertStore
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-'))
    db = await openDatabase(join(folder, 'net-anomaly.sqlite'))
    alerts = new SqlAlertStore(db)
  })
  afterEach(async () => {
    await db.destroy()
    await rm(folder, { recursive: true })
  })

  const policy = { thresholds: { low: 0.5, medium: 0.7, high: 0.9 }, minSeverity: 'info' } as const
  const merge = (runId: string, detections: Parameters<typeof applyThresholds>[0][]) =>
    alerts.merge({ runId, judged: detections.map((one) => applyThresholds(one, policy)), now: at })
  const at = new Date('2026-01-02T04:00:00Z')
  /** Rows of the index that may hold the words, whatever the alerts hold. */
  const candidates = async (q: string) => {
    const { candidates } = await withCandidates(db, { q })
    const rows = sql`select rowid from alert_search where alert_search match ${candidates}`
    return (await rows.execute(db)).rows.length
  }

  it('follows what is added, said anew and deleted', async () => {
    await merge('run-1', manySources(3, { title: 'a tunnel in DNS' }))
    expect(await candidates('unnel')).toBe(3)
    const newer = { source: '10.0.0.1', title: 'a beacon', severity: 'high' } as const
    await merge('run-2', [makeDetection({ detection_id: 'newer', ...newer })])
    expect(await candidates('tunnel')).toBe(2)
    expect(await alerts.count({ q: 'beacon 10.0.0.1' })).toBe(1)
    await sql`delete from alert where source = '10.0.0.2'`.execute(db)
    expect(await candidates('tunnel')).toBe(1)
    expect(await alerts.count({ q: 'tunnel' })).toBe(1)
    await sql`insert into alert_search (alert_search, rank) values ('integrity-check', 1)`.execute(
      db,
    )
  })

  it('is right after the file was compacted', async () => {
    await merge('run-1', manySources(20))
    await merge('run-2', [makeDetection({ detection_id: 'x', kind: 'x', title: 'a beacon' })])
    await sql`delete from alert where source like '10.0.0.1%'`.execute(db)
    await sql`vacuum`.execute(db)
    const query = { filter: { q: 'eaco' }, sort: 'last_seen', order: 'desc', limit: 9 } as const
    expect((await alerts.list(query)).alerts).toMatchObject([{ title: 'a beacon' }])
  })

  it('says nothing of words of fewer than three characters, which are found all the same', async () => {
    await merge('run-1', manySources(2))
    expect(await withCandidates(db, { q: 'on 8' })).toEqual({ q: 'on 8' })
    expect(await alerts.count({ q: 'on 8' })).toBe(2)
  })

  it('is asked once for a page and its totals, and again after a merge', async () => {
    await merge('run-1', manySources(3, { title: 'a tunnel in DNS' }))
    const last: LastWords = {}
    expect(await withCandidates(db, { q: 'tunnel' }, last)).toHaveProperty('candidates')
    // What was found is kept beside the words: another answer for the same words is taken as it is.
    last.known = { candidates: last.known?.candidates ?? '', isRare: false }
    expect(await withCandidates(db, { q: 'tunnel' }, last)).toEqual({ q: 'tunnel' })
    expect(await withCandidates(db, { q: 'beacon' }, last)).toHaveProperty('candidates')
    expect(await withCandidates(db, { q: 'tunnel' }, last)).toHaveProperty('candidates')
  })

  it('serves incidents, changes of all that match, and rules', async () => {
    await merge('run-1', manySources(3, { title: 'a tunnel in DNS' }))
    const filter = { q: 'tunnel' }
    const incidents = { filter: { alert: filter }, sort: 'last_seen', limit: 9 } as const
    expect((await listIncidents(db, incidents)).total).toBe(3)
    const { kind } = await countIncidentFacets(db, { alert: filter })
    expect(kind).toEqual([{ value: 'port_scan', count: 3 }])
    const target = { kind: 'filter', filter, expectedCount: 3 } as const
    const change = { status: 'resolved', author: 'ana', now: at } as const
    expect((await alerts.change(target, change)).changed).toHaveLength(3)
    // An index that names none shows that it is asked.
    await sql`insert into alert_search (alert_search) values ('delete-all')`.execute(db)
    expect((await listIncidents(db, incidents)).total).toBe(0)
    expect((await countIncidentFacets(db, { alert: filter })).kind).toEqual([])
    const none = { ...target, expectedCount: 0 }
    expect((await alerts.change(none, { ...change, status: 'new' })).changed).toEqual([])
  })

  it('leaves texts of many alerts to an index that holds them beside what is asked with them', async () => {
    const plan = await sql<{ detail: string }>`explain query plan select count(*) from alert
      where suppressed_by is null and status in ('new') and search_text like '%on%'`.execute(db)
    expect(plan.rows.map(({ detail }) => detail)).toEqual([
      'SCAN alert USING COVERING INDEX alert_words',
    ])
  })

  it('takes marks of its own language as they are', async () => {
    await merge('run-1', manySources(1, { title: 'say "AND" (or) not* ^this: {x}' }))
    for (const q of ['"and"', '(or)', 'not*', '^this:', '{x}']) {
      expect(await alerts.count({ q }), q).toBe(1)
    }
    expect(await alerts.count({ q: '"or"' })).toBe(0)
  })
})

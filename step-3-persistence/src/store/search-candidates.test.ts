import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection, manySources } from '../../test/detections.ts'
import { applyThresholds } from '../alert/apply-thresholds.ts'
import type { Database } from './database.ts'
import { openDatabase } from './open-database.ts'
import { withCandidates } from './search-candidates.ts'
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

  it('takes marks of its own language as they are', async () => {
    await merge('run-1', manySources(1, { title: 'say "AND" (or) not* ^this: {x}' }))
    for (const q of ['"and"', '(or)', 'not*', '^this:', '{x}']) {
      expect(await alerts.count({ q }), q).toBe(1)
    }
    expect(await alerts.count({ q: '"or"' })).toBe(0)
  })
})

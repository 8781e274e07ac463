import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { manySources } from '../../test/detections.ts'
import { applyThresholds } from '../alert/apply-thresholds.ts'
import { countFacets } from './count-facets.ts'
import { openDatabase } from './open-database.ts'
import { SqlAlertStore } from './sql-alert-store.ts'
import { SqlSuppressionStore } from './sql-suppression-store.ts'

const policy = { thresholds: { low: 0.5, medium: 0.7, high: 0.9 }, minSeverity: 'info' } as const

it('tallies what rules hide and show again, also after a kill in the middle, and what is deleted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'step-3-'))
  const db = await openDatabase(join(folder, 'net-anomaly.sqlite'))
  const alerts = new SqlAlertStore(db)
  const suppressions = new SqlSuppressionStore(db)
  const now = new Date('2026-01-02T04:00:00.000Z')
  const expectTally = async (shown: number, hidden: number) => {
    expect(await alerts.count({ suppressed: false })).toBe(shown)
    expect(await alerts.count({ suppressed: true })).toBe(hidden)
    const rows = sql<{ n: number }>`select count(*) as n from alert where suppressed_by is null`
    expect((await rows.execute(db)).rows).toEqual([{ n: shown }])
  }
  const judged = manySources(8).map((one, index) =>
    applyThresholds({ ...one, kind: index < 3 ? 'beaconing' : 'port_scan' }, policy),
  )
  await alerts.merge({ runId: 'run-1', judged, now })
  await expectTally(8, 0)
  const draft = { reason: 'noise', author: 'ana', expiresAt: null }
  const rule = await suppressions.add({ ...draft, rule: { kind: ['beaconing'] } }, now)
  expect(rule).toMatchObject({ hidden_alerts: 3 })
  await expectTally(5, 3)
  expect(await countFacets(db, { suppressed: false })).toMatchObject({
    kind: [{ value: 'port_scan', count: 5 }],
  })
  await sql`update alert set suppressed_by = null`.execute(db)
  await sql`update suppression set is_applied = 0`.execute(db)
  await expectTally(8, 0)
  await suppressions.expire(now) // As after a kill: the rule goes on where it was.
  await expectTally(5, 3)
  await sql`delete from suppression`.execute(db)
  await suppressions.expire(now)
  await expectTally(8, 0)
  const again = await suppressions.add({ ...draft, rule: { kind: ['beaconing'] } }, now)
  await expectTally(5, 3)
  await suppressions.remove(again.suppression_id, now)
  await expectTally(8, 0)
  await sql`delete from alert where kind = 'beaconing'`.execute(db)
  await expectTally(5, 0)
  await db.destroy()
  await rm(folder, { recursive: true })
})

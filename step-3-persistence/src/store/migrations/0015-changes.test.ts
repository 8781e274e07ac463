import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { manySources } from '../../../test/detections.ts'
import { applyThresholds } from '../../alert/apply-thresholds.ts'
import { numberNames, valueNames } from '../columns/alert-columns.ts'
import type { Database } from '../database.ts'
import { openDatabase } from '../open-database.ts'
import { SqlAlertStore } from '../sql-alert-store.ts'

let folder: string
let db: Kysely<Database>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'step-3-'))
  db = await openDatabase(join(folder, 'net-anomaly.sqlite'))
  const thresholds = { low: 0.5, medium: 0.7, high: 0.9 }
  const judged = manySources(1).map((one) =>
    applyThresholds(one, { thresholds, minSeverity: 'info' }),
  )
  await new SqlAlertStore(db).merge({ runId: 'run-1', judged, now: new Date() })
})
afterAll(async () => {
  await db.destroy()
  await rm(folder, { recursive: true })
})

const lastChange = async () => {
  const { rows } = await sql<{
    last: number
  }>`select max(sequence) as last from alert_change`.execute(db)
  return rows[0]?.last ?? 0
}

it.each([...valueNames, ...numberNames, 'search_text'])(
  'a change of %s alone is one that columns in memory follow',
  async (name) => {
    const before = await lastChange()
    await sql`update alert set ${sql.ref(name)} = coalesce(${sql.ref(name)}, 0) + 1`.execute(db)
    expect(await lastChange()).toBeGreaterThan(before)
  },
)

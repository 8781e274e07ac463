import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { manySources } from '../../test/detections.ts'
import { applyThresholds } from '../alert/apply-thresholds.ts'
import type { ColumnQuestions } from './columns/columns-messages.ts'
import type { ColumnCounter } from './columns/columns-thread.ts'
import { countFacets } from './count-facets.ts'
import type { Database } from './database.ts'
import { openDatabase } from './open-database.ts'
import { SqlAlertStore } from './sql-alert-store.ts'
import { SqlIncidentStore } from './sql-incident-store.ts'

describe('a store beside columns in memory', () => {
  let folder: string
  let db: Kysely<Database>
  let answers: { [Name in keyof ColumnQuestions]?: ColumnQuestions[Name]['answer'] }
  /** What they were asked. */
  let asked: string[]
  const columns: ColumnCounter = {
    ask: async (name) => {
      asked.push(name)
      return answers[name]
    },
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-'))
    db = await openDatabase(join(folder, 'net-anomaly.sqlite'))
    answers = {}
    asked = []
    const policy = {
      thresholds: { low: 0.5, medium: 0.7, high: 0.9 },
      minSeverity: 'info',
    } as const
    const judged = manySources(4).map((one) => applyThresholds(one, policy))
    await new SqlAlertStore(db).merge({ runId: 'run-1', judged, now: new Date() })
  })
  afterEach(async () => {
    await db.destroy()
    await rm(folder, { recursive: true })
  })

  /** As if there were as many alerts as columns are worth their room for. */
  const pretendMany = () => sql`update alert_tally set count = 5000`.execute(db)
  const count = (filter: Parameters<SqlAlertStore['count']>[0]) =>
    new SqlAlertStore(db, columns).count(filter)

  it('takes their word once there are many alerts, and counts by itself where they have none', async () => {
    answers = { count: 77 }
    expect(await count({ q: 'on' })).toBe(4)
    expect(asked).toEqual([])
    await pretendMany()
    expect(await count({ q: 'on' })).toBe(77)
    answers = {}
    expect(await count({ q: 'on' })).toBe(4)
    expect(asked).toEqual(['count', 'count'])
  })

  it('asks them nothing that the tally or an index says at once', async () => {
    await pretendMany()
    await count({ suppressed: false })
    await count({ q: 'ports' }) // The index of words names few.
    await count({ host: ['10.0.0.1'] })
    await countFacets(db, { source: ['10.0.0.1'] }, columns)
    expect(asked).toEqual([])
    await count({ host: ['10.0.0.0/8'] })
    await countFacets(db, {}, columns)
    expect(asked).toEqual(['count', 'facets'])
  })

  it('looks for a page of alerts among those that they name', async () => {
    await pretendMany()
    const store = new SqlAlertStore(db, columns)
    const query = { filter: { min_count: 1 }, sort: 'last_seen', order: 'desc', limit: 2 } as const
    const page = await store.list(query)
    expect(page.alerts.map(({ source }) => source)).toEqual(['10.0.0.3', '10.0.0.2'])
    answers = { page: null } // Many are equal.
    expect(await store.list(query)).toEqual(page)
    const { rows } = await sql<{ id: number }>`select search_id as id from alert
      where source <> '10.0.0.3' order by source`.execute(db)
    answers = { page: rows.map(({ id }) => id) }
    const rest = await store.list(query)
    expect(rest.alerts.map(({ source }) => source)).toEqual(['10.0.0.2', '10.0.0.1'])
    asked = []
    await store.list({ ...query, filter: { suppressed: false } })
    await store.list({ ...query, sort: 'updated_at' })
    await store.list({ ...query, filter: { source: ['10.0.0.1'] } })
    expect(asked).toEqual([])
  })

  it('gives the same page of incidents, whether their alerts are many or few', async () => {
    await pretendMany()
    const store = new SqlIncidentStore(db, columns)
    const query = { filter: { alert: { q: '.3', suppressed: false } }, sort: 'last_seen' } as const
    const few = await store.list({ ...query, limit: 9 })
    expect(few).toMatchObject({ total: 1, incidents: [{ source: '10.0.0.3' }] })
    const [third] = (
      await sql<{
        id: number
      }>`select search_id as id from alert where source = '10.0.0.3'`.execute(db)
    ).rows.map(({ id }) => id)
    answers = { few: third === undefined ? [] : [third] }
    expect(await store.list({ ...query, limit: 9 })).toEqual(few)
    answers = { few: [] }
    expect((await store.list({ ...query, limit: 9 })).total).toBe(0)
    answers = { few: null, incidents: 6_000 }
    expect(await store.list({ ...query, limit: 9 })).toEqual({ ...few, total: 6_000 })
    // They know nothing of what is asked of the incident as a whole.
    const open = { ...query.filter, status: ['new' as const] }
    expect(await store.list({ ...query, filter: open, limit: 9 })).toEqual(few)
  })
})

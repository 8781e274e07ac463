import { PGlite } from '@electric-sql/pglite'
import { type Dialect, Kysely, PGliteDialect, sql } from 'kysely'
import { expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { listIncidents } from '../list-incidents.ts'
import { NodeSqliteDialect } from '../node-sqlite-dialect.ts'
import { SqliteThread } from '../sqlite-thread.ts'
import { fillIncidents } from '../write-incidents.ts'
import { up as makeAlerts } from './0001-alerts.ts'
import { up as makeSuppressions } from './0005-suppressions.ts'
import { up } from './0009-incidents.ts'

const dialects: readonly [name: string, open: () => Dialect][] = [
  ['SQLite', () => new NodeSqliteDialect(new SqliteThread(':memory:'))],
  ['PostgreSQL', () => new PGliteDialect({ pglite: new PGlite() })],
]

it.each(dialects)(
  'puts the alerts of earlier versions into incidents: %s',
  async (_, open) => {
    const bare = new Kysely<unknown>({ dialect: open() })
    const db = bare as unknown as Kysely<Database> // The migrations make its tables.
    await makeAlerts(bare)
    await makeSuppressions(bare)
    const add = (id: string, source: string, first: number, last: number) =>
      sql`insert into alert (alert_id, group_key, status, severity, severity_score, detected, score,
        confidence, detectors, kind, source, target_group, count, first_seen, last_seen,
        first_seen_epoch, last_seen_epoch, title, capture_source, capture_name, created_epoch,
        updated_epoch, note_count, history_count, search_text)
        values (${id}, ${id}, 'new', 2, 50, 2, 1, 1, '[]', ${`kind-${id}`}, ${source}, '', 1, '', '',
        ${first}, ${last}, ${id}, 'live', 'eth0', 0, 0, 0, 0, '')`.execute(db)
    await add('a', 'one', 0, 5_000)
    await add('b', 'one', 10, 20)
    await add('c', 'one', 6_800, 6_900)
    await add('d', 'one', 8_701, 8_702)
    await add('e', 'two', 10, 20)
    await up(bare)
    await fillIncidents(db)
    const page = await listIncidents(db, { filter: {}, sort: 'last_seen', limit: 10 })
    expect(page.incidents).toMatchObject([
      { incident_id: 'd', source: 'one', alert_count: 1, severity_score: 50 },
      { incident_id: 'a', source: 'one', alert_count: 3, severity_score: 60 },
      { incident_id: 'e', source: 'two', alert_count: 1, first_seen_epoch: 10 },
    ])
    await db.destroy()
  },
  60_000,
)

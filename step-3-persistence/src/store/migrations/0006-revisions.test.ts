import { PGlite } from '@electric-sql/pglite'
import { type Dialect, Kysely, PGliteDialect, sql } from 'kysely'
import { expect, it } from 'vitest'
import { NodeSqliteDialect } from '../node-sqlite-dialect.ts'
import { SqliteThread } from '../sqlite-thread.ts'
import { up as makeAnomalies } from './0002-anomalies.ts'
import { up } from './0006-revisions.ts'

const dialects: readonly [name: string, open: () => Dialect][] = [
  ['SQLite', () => new NodeSqliteDialect(new SqliteThread(':memory:'))],
  ['PostgreSQL', () => new PGliteDialect({ pglite: new PGlite() })],
]

it.each(dialects)(
  'gives the rows of earlier versions what can be known of them: %s',
  async (_, open) => {
    const db = new Kysely<unknown>({ dialect: open() })
    await makeAnomalies(db)
    const record = (id: string, detector: string, kind: string, threshold: number | null) =>
      sql`insert into anomaly (run_id, detection_id, is_anomaly, severity, stated, score, detector,
        kind, title, seen, seen_epoch, threshold, recorded_epoch)
        values ('r', ${id}, 1, 2, 2, 1, ${detector}, ${kind}, 't', 's', 1, ${threshold}, 1)`.execute(
        db,
      )
    await record('a', 'port_scan', 'vertical_port_scan', null)
    await record('b', 'window_model', 'unusual_host', 0.5)
    await record('c', 'signatures', 'web_attack', null)
    await record('d', 'isolation-forest', 'sample', null)
    await up(db)
    const { rows } = await sql`select family, revision, sensor from anomaly
      order by detection_id`.execute(db)
    const common = { revision: 1, sensor: null }
    expect(rows).toEqual([
      { family: 'behaviour', ...common },
      { family: 'model', ...common },
      { family: 'signature', ...common },
      { family: 'model', ...common },
    ])
    await db.destroy()
  },
  60_000,
)

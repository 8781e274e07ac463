import { type Kysely, SqliteAdapter, sql } from 'kysely'

/**
 * Indexes that hold what a list filters by: SQLite reads a million of their entries in some 80 ms, and
 * took seconds to fetch as many rows. That of `suppressed_by` held nearly all rows under one value,
 * and still was taken for every list, which then had to be sorted. PostgreSQL limits the size of an
 * entry, knows how frequent values are, and keeps its indexes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return
  await db.schema.dropIndex('alert_by_suppressed_by').execute()
  await db.schema.dropIndex('alert_by_last_seen_epoch').execute()
  await db.schema.dropIndex('alert_by_updated_epoch').execute()
  await sql`create index alert_hidden on alert (suppressed_by) where suppressed_by is not null`.execute(
    db,
  )
  const common = ['last_seen_epoch', 'alert_id', 'suppressed_by', 'severity', 'status', 'kind']
  common.push('technique_id', 'capture_source', 'capture_name')
  await index(db, 'alert_listed', [
    ...common,
    ...['source_key', 'target_key', 'target_port', 'first_seen_epoch', 'severity_score'],
    ...['score', 'confidence', 'count', 'detectors'],
  ])
  await index(db, 'alert_by_updated_epoch', ['updated_epoch', 'alert_id', 'status'])
  await index(db, 'alert_by_source', ['source_key', 'source', ...common])
  await index(db, 'alert_by_target', ['target_key', 'target', ...common])
}

function index(db: Kysely<unknown>, name: string, columns: string[]): Promise<void> {
  return db.schema.createIndex(name).on('alert').columns(columns).execute()
}

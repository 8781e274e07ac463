import type { Kysely } from 'kysely'

/** Runs as JSON, one row each: what should run, and what has run. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('run')
    .addColumn('run_id', 'text', (column) => column.primaryKey())
    .addColumn('run', 'text', (column) => column.notNull())
    .execute()
}

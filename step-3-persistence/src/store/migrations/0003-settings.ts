import type { Kysely } from 'kysely'

/** Configuration as JSON, one row a topic. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('setting')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('updated_epoch', 'double precision', (column) => column.notNull())
    .execute()
}

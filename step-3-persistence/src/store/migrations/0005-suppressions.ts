import type { Kysely } from 'kysely'

/** Rules that hide alerts, and which alert is hidden by which. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('suppression')
    .addColumn('suppression_id', 'text', (column) => column.primaryKey())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('created_epoch', 'double precision', (column) => column.notNull())
    .addColumn('expires_epoch', 'double precision')
    .addColumn('hits', 'integer', (column) => column.notNull())
    .addColumn('last_hit_epoch', 'double precision')
    .execute()
  await db.schema.alterTable('alert').addColumn('suppressed_by', 'text').execute()
  await db.schema
    .createIndex('alert_by_suppressed_by')
    .on('alert')
    .columns(['suppressed_by'])
    .execute()
}

import type { Kysely } from 'kysely'

/** Notifications on their way, sent, and given up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('delivery')
    .addColumn('delivery_id', 'text', (column) => column.primaryKey())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_epoch', 'double precision', (column) => column.notNull())
    .addColumn('error', 'text')
    .addColumn('alert_id', 'text')
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('notification', 'text', (column) => column.notNull())
    .addColumn('created_epoch', 'double precision', (column) => column.notNull())
    .addColumn('updated_epoch', 'double precision', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('delivery_by_state')
    .on('delivery')
    .columns(['state', 'next_epoch'])
    .execute()
}

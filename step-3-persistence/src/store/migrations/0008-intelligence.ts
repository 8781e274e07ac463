import type { Kysely } from 'kysely'

/** Feeds, and their indicators by generation: the one that the feed names is in force. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('feed')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('feed', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('indicator')
    .addColumn('feed', 'text', (column) => column.notNull())
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('threat_type', 'text', (column) => column.notNull())
    .addColumn('confidence', 'double precision', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('first_seen', 'text')
    .execute()
  await db.schema
    .createIndex('indicator_by_feed')
    .on('indicator')
    .columns(['feed', 'generation'])
    .execute()
}

import type { Kysely } from 'kysely'

/** Alerts with their notes and history. A migration is never edited once it was released. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alert')
    .addColumn('alert_id', 'text', (column) => column.primaryKey())
    .addColumn('group_key', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('severity', 'integer', (column) => column.notNull())
    .addColumn('severity_score', 'integer', (column) => column.notNull())
    .addColumn('detected', 'integer', (column) => column.notNull())
    .addColumn('score', 'double precision', (column) => column.notNull())
    .addColumn('confidence', 'double precision', (column) => column.notNull())
    .addColumn('detectors', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('source_key', 'text')
    .addColumn('target', 'text')
    .addColumn('target_key', 'text')
    .addColumn('target_port', 'integer')
    .addColumn('target_group', 'text', (column) => column.notNull())
    .addColumn('technique_id', 'text')
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('first_seen', 'text', (column) => column.notNull())
    .addColumn('last_seen', 'text', (column) => column.notNull())
    .addColumn('first_seen_epoch', 'double precision', (column) => column.notNull())
    .addColumn('last_seen_epoch', 'double precision', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('capture_source', 'text', (column) => column.notNull())
    .addColumn('capture_name', 'text', (column) => column.notNull())
    .addColumn('model_version', 'text')
    .addColumn('created_epoch', 'double precision', (column) => column.notNull())
    .addColumn('updated_epoch', 'double precision', (column) => column.notNull())
    .addColumn('note_count', 'integer', (column) => column.notNull())
    .addColumn('history_count', 'integer', (column) => column.notNull())
    .addColumn('search_text', 'text', (column) => column.notNull())
    .execute()
  await createParts(db)
  await createIndexes(db)
}

async function createParts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alert_body')
    .addColumn('alert_id', 'text', (column) =>
      column.primaryKey().references('alert.alert_id').onDelete('cascade'),
    )
    .addColumn('statement', 'text', (column) => column.notNull())
    .addColumn('evidence', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('alert_note')
    .addColumn('alert_id', 'text', (column) =>
      column.notNull().references('alert.alert_id').onDelete('cascade'),
    )
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('epoch', 'double precision', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('alert_note_key', ['alert_id', 'sequence'])
    .execute()
  await db.schema
    .createTable('alert_history')
    .addColumn('alert_id', 'text', (column) =>
      column.notNull().references('alert.alert_id').onDelete('cascade'),
    )
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('epoch', 'double precision', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('from', 'text')
    .addColumn('to', 'text')
    .addPrimaryKeyConstraint('alert_history_key', ['alert_id', 'sequence'])
    .execute()
}

/** One index for each order of the list, ending in the id that makes the order total. */
async function createIndexes(db: Kysely<unknown>): Promise<void> {
  const sorted = ['last_seen_epoch', 'severity_score', 'created_epoch', 'updated_epoch']
  for (const column of sorted) {
    await db.schema
      .createIndex(`alert_by_${column}`)
      .on('alert')
      .columns([column, 'alert_id'])
      .execute()
  }
}

import type { Kysely } from 'kysely'

/** Every judged statement, whether it made an alert or not. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('anomaly')
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('detection_id', 'text', (column) => column.notNull())
    .addColumn('alert_id', 'text')
    .addColumn('is_anomaly', 'integer', (column) => column.notNull())
    .addColumn('severity', 'integer', (column) => column.notNull())
    .addColumn('stated', 'integer', (column) => column.notNull())
    .addColumn('score', 'double precision', (column) => column.notNull())
    .addColumn('confidence', 'double precision')
    .addColumn('detector', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('source', 'text')
    .addColumn('target', 'text')
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('seen', 'text', (column) => column.notNull())
    .addColumn('seen_epoch', 'double precision', (column) => column.notNull())
    .addColumn('capture_source', 'text')
    .addColumn('capture_name', 'text')
    .addColumn('model_version', 'text')
    .addColumn('raw_score', 'double precision')
    .addColumn('threshold', 'double precision')
    .addColumn('recorded_epoch', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('anomaly_key', ['run_id', 'detection_id'])
    .execute()
  for (const column of ['seen_epoch', 'recorded_epoch']) {
    await db.schema.createIndex(`anomaly_by_${column}`).on('anomaly').column(column).execute()
  }
  await db.schema.createIndex('anomaly_by_alert_id').on('anomaly').column('alert_id').execute()
}

import { type Kysely, sql } from 'kysely'

/** Alerts of one source in one span are an incident; those that are stored are put into theirs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('incident')
    .addColumn('incident_id', 'text', (column) => column.primaryKey())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('source_key', 'text')
    .addColumn('capture_source', 'text', (column) => column.notNull())
    .addColumn('capture_name', 'text', (column) => column.notNull())
    .addColumn('first_seen_epoch', 'double precision', (column) => column.notNull())
    .addColumn('last_seen_epoch', 'double precision', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('severity', 'integer', (column) => column.notNull())
    .addColumn('severity_score', 'integer', (column) => column.notNull())
    .addColumn('severity_parts', 'text', (column) => column.notNull())
    .addColumn('kinds', 'text', (column) => column.notNull())
    .addColumn('alert_count', 'integer', (column) => column.notNull())
    .addColumn('open_count', 'integer', (column) => column.notNull())
    .execute()
  await db.schema.alterTable('alert').addColumn('incident_id', 'text').execute()
  await index(db, 'incident', ['last_seen_epoch', 'incident_id'])
  await index(db, 'incident', ['severity_score', 'incident_id'])
  await index(db, 'incident', ['source', 'last_seen_epoch'])
  await assignAll(db)
  await index(db, 'alert', ['incident_id', 'severity_score', 'alert_id'])
}

function index(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  const name = `${table}_by_${columns[0]}`
  return db.schema.createIndex(name).on(table).columns(columns).execute()
}

/** Half an hour without an alert of the source ends an incident; the first alert gives it its id. */
async function assignAll(db: Kysely<unknown>): Promise<void> {
  await sql`
    with reached as (
      select alert_id, source, capture_source, capture_name, first_seen_epoch,
        max(last_seen_epoch) over (partition by source, capture_source, capture_name
          order by first_seen_epoch, alert_id
          rows between unbounded preceding and 1 preceding) as reach
      from alert
    ), numbered as (
      select alert_id, source, capture_source, capture_name, first_seen_epoch,
        sum(case when reach is null or first_seen_epoch - reach > 1800 then 1 else 0 end) over (
          partition by source, capture_source, capture_name
          order by first_seen_epoch, alert_id) as number
      from reached
    ), founded as (
      select alert_id, first_value(alert_id) over (
        partition by source, capture_source, capture_name, number
        order by first_seen_epoch, alert_id) as founder
      from numbered
    )
    update alert set incident_id = (
      select founder from founded where founded.alert_id = alert.alert_id)`.execute(db)
}

import { type Kysely, SqliteAdapter, sql } from 'kysely'

/**
 * Which alerts have changed last, for columns in memory that follow them. It is a ring: columns that are
 * more changes behind are read anew. At some 12 B each it is 2.4 MB.
 */
export const keptChangeCountMax = 200_000

export async function up(db: Kysely<unknown>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return
  const statements = [
    sql`create table alert_change (sequence integer primary key, search_id integer not null)`,
    // The trigger of the search index numbers an alert that comes; this follows that update.
    sql`create trigger alert_change_update after update of ${sql.raw(watched.join(', '))} on alert
      when ${sql.raw(watched.map((name) => `old.${name} is not new.${name}`).join(' or '))}
      begin insert into alert_change (search_id) values (new.search_id); end`,
    sql`create trigger alert_change_delete after delete on alert
      begin insert into alert_change (search_id) values (old.search_id); end`,
    sql`create trigger alert_change_ring after insert on alert_change
      begin delete from alert_change where sequence = new.sequence - ${sql.lit(keptChangeCountMax)}; end`,
  ]
  for (const statement of statements) await statement.execute(db)
}

/** What the columns hold of an alert, and can change. */
const watched = [
  'search_id',
  'severity',
  'status',
  'kind',
  'technique_id',
  'capture_source',
  'capture_name',
  'suppressed_by',
  'source',
  'target',
  'target_port',
  'detectors',
  'severity_score',
  'score',
  'confidence',
  'count',
  'first_seen_epoch',
  'last_seen_epoch',
  'search_text',
  'incident_id',
]

import { type Kysely, SqliteAdapter, sql } from 'kysely'

/**
 * How many alerts there are of each severity, status, kind … : triggers keep it, so that a list, which
 * says how many match, does not count a million rows for each answer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alert_tally')
    .addColumn('severity', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('technique_id', 'text')
    .addColumn('capture_source', 'text', (column) => column.notNull())
    .addColumn('capture_name', 'text', (column) => column.notNull())
    .addColumn('suppressed_by', 'text')
    .addColumn('count', 'integer', (column) => column.notNull())
    .execute()
  await sql`create unique index alert_tally_key on alert_tally (${key})`.execute(db)
  await sql`insert into alert_tally select ${columns}, count(*) from alert group by ${columns}`.execute(
    db,
  )
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  for (const statement of isSqlite ? sqliteTriggers : postgresTriggers) await statement.execute(db)
}

const columns = sql.raw(
  'severity, status, kind, technique_id, capture_source, capture_name, suppressed_by',
)
/** In a unique index no null is equal to another. */
const key = sql.raw(
  "severity, status, kind, coalesce(technique_id, ''), capture_source, capture_name, coalesce(suppressed_by, '')",
)

const add = sql`insert into alert_tally
  values (new.severity, new.status, new.kind, new.technique_id, new.capture_source,
    new.capture_name, new.suppressed_by, 1)
  on conflict (${key}) do update set count = alert_tally.count + 1`

const take = sql`update alert_tally set count = count - 1
  where severity = old.severity and status = old.status and kind = old.kind
    and coalesce(technique_id, '') = coalesce(old.technique_id, '')
    and capture_source = old.capture_source and capture_name = old.capture_name
    and coalesce(suppressed_by, '') = coalesce(old.suppressed_by, '')`

const sqliteTriggers = [
  sql`create trigger alert_tally_insert after insert on alert begin ${add}; end`,
  sql`create trigger alert_tally_delete after delete on alert begin ${take}; end`,
  // A merge writes every column of an alert, most of them as they were.
  sql`create trigger alert_tally_update after update of ${columns} on alert
    when old.severity <> new.severity or old.status <> new.status
      or old.technique_id is not new.technique_id or old.suppressed_by is not new.suppressed_by
      or old.kind <> new.kind or old.capture_source <> new.capture_source
      or old.capture_name <> new.capture_name
    begin ${take}; ${add}; end`,
]

const postgresTriggers = [
  sql`create function alert_tally_change() returns trigger language plpgsql as $$ begin
    if tg_op <> 'INSERT' then ${take}; end if;
    if tg_op <> 'DELETE' then ${add}; end if;
    return null;
  end $$`,
  sql`create trigger alert_tally after insert or delete or update of ${columns} on alert
    for each row execute function alert_tally_change()`,
]

import { type Kysely, SqliteAdapter, sql } from 'kysely'

/**
 * An index of what words are looked for in, by SQLite's FTS5: every three characters in a row, so that
 * it finds words within words (https://sqlite.org/fts5.html#the_trigram_tokenizer). It names alerts by
 * a number of their own, because VACUUM may change `rowid`. Without positions (`detail = none`) it
 * is a third as large, and finds candidates, whose text is then read.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return
  const statements = [
    sql`alter table alert add column search_id integer`,
    sql`update alert set search_id = rowid`,
    sql`create unique index alert_by_search_id on alert (search_id)`,
    sql`create virtual table alert_search using fts5(search_text, content = 'alert',
      content_rowid = 'search_id', tokenize = 'trigram', detail = 'none', columnsize = 0)`,
    sql`insert into alert_search (alert_search) values ('rebuild')`,
    sql`create trigger alert_search_insert after insert on alert begin
      update alert set search_id = (select coalesce(max(search_id), 0) + 1 from alert)
        where alert_id = new.alert_id;
      insert into alert_search (rowid, search_text)
        select search_id, search_text from alert where alert_id = new.alert_id;
    end`,
    sql`create trigger alert_search_delete after delete on alert begin ${forget}; end`,
    sql`create trigger alert_search_update after update of search_text on alert
      when old.search_text <> new.search_text begin
      ${forget};
      insert into alert_search (rowid, search_text) values (new.search_id, new.search_text);
    end`,
  ]
  for (const statement of statements) await statement.execute(db)
}

const forget = sql`insert into alert_search (alert_search, rowid, search_text)
  values ('delete', old.search_id, old.search_text)`

import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import * as alerts from '../src/store/migrations/0001-alerts.ts'
import { NodeSqliteDialect } from '../src/store/node-sqlite-dialect.ts'
import { SqliteThread } from '../src/store/sqlite-thread.ts'

/*
 * A store as the first version wrote it, with the alerts of one of today: `make-oldest.ts FROM TO`,
 * two folders. What that version did not have is left out.
 */
const [from = '', to = ''] = process.argv
  .slice(2)
  .map((folder) => join(folder, 'net-anomaly.sqlite'))
mkdirSync(dirname(to), { recursive: true })
const db = new Kysely<unknown>({ dialect: new NodeSqliteDialect(new SqliteThread(to)) })
const provider = { getMigrations: async () => ({ '0001-alerts': alerts }) }
const { error } = await new Migrator({ db, provider }).migrateToLatest()
await db.destroy()
if (error) throw error

const database = new DatabaseSync(to)
database.exec('pragma synchronous = off; pragma cache_size = -262144')
database.prepare('attach ? as newer').run(from)
database.exec('begin')
for (const table of ['alert', 'alert_body']) {
  const rows = database.prepare(`select name from pragma_table_info('${table}', 'main')`).all()
  const columns = rows.map(({ name }) => String(name)).join(', ')
  database.exec(`insert into main.${table} (${columns}) select ${columns} from newer.${table}`)
}
database.exec('commit')
database.close()

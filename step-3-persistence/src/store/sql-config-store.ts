import type { Kysely } from 'kysely'
import type { ConfigStore } from '../config/config-store.ts'
import type { Database } from './database.ts'

export class SqlConfigStore implements ConfigStore {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  async read(name: string): Promise<unknown> {
    const row = await this.#db
      .selectFrom('setting')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst()
    return row ? JSON.parse(row.value) : undefined
  }

  async write(name: string, value: unknown, now: Date): Promise<void> {
    const row = { name, value: JSON.stringify(value), updated_epoch: now.getTime() / 1000 }
    await this.#db
      .insertInto('setting')
      .values(row)
      .onConflict((oc) =>
        oc.column('name').doUpdateSet({ value: row.value, updated_epoch: row.updated_epoch }),
      )
      .execute()
  }
}

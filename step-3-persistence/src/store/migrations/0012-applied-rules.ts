import type { Kysely } from 'kysely'

/** A rule hides what it matches slice by slice: one that a server has not finished is known by this. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('suppression')
    .addColumn('is_applied', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
}

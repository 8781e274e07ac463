import { type Kysely, sql } from 'kysely'

/** Detections can be updated, and say which family of detectors and which machine they come from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const anomaly = () => db.schema.alterTable('anomaly')
  await anomaly()
    .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
  await anomaly().addColumn('sensor', 'text').execute()
  await anomaly()
    .addColumn('family', 'text', (column) => column.notNull().defaultTo('behaviour'))
    .execute()
  // Only models have thresholds, also those that score samples; nothing says where it was seen.
  await sql`update anomaly set family = case
    when threshold is not null or kind = 'sample' then 'model'
    when detector = 'signatures' then 'signature'
    else 'behaviour' end`.execute(db)
}

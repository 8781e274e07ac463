import { type Insertable, type Selectable, sql, type Transaction } from 'kysely'
import { inChunks } from './chunks.ts'
import type { AnomalyTable, Database } from './database.ts'

type Key = 'run_id' | 'detection_id'

/** Inserts the rows that are not there yet; returns the ids of those. */
export async function insertAnomalies(
  tx: Transaction<Database>,
  rows: readonly Insertable<AnomalyTable>[],
): Promise<string[]> {
  const inserted = await inChunks(rows, (some) =>
    tx
      .insertInto('anomaly')
      .values(some)
      .onConflict((oc) => oc.columns(['run_id', 'detection_id']).doNothing())
      .returning('detection_id')
      .execute(),
  )
  return inserted.map((row) => row.detection_id)
}

/**
 * Puts rows of a run in the place of older revisions; returns what those were, by detection. A row
 * that is no newer than the one there changes nothing.
 */
export async function updateAnomalies(
  tx: Transaction<Database>,
  rows: readonly Insertable<AnomalyTable>[],
): Promise<Map<string, Pick<Selectable<AnomalyTable>, 'alert_id'>>> {
  const known = await inChunks(rows, (some) =>
    tx
      .selectFrom('anomaly')
      .select(['detection_id', 'alert_id'])
      .where('run_id', '=', some[0]?.run_id ?? '')
      .where(
        'detection_id',
        'in',
        some.map((row) => row.detection_id),
      )
      .execute(),
  )
  const older = new Map(known.map((row) => [row.detection_id, row]))
  const written = await inChunks(rows, (some) =>
    tx
      .insertInto('anomaly')
      .values(some)
      .onConflict((oc) =>
        oc
          .columns(['run_id', 'detection_id'])
          .doUpdateSet((eb) => ({
            ...Object.fromEntries(updatedColumns.map((name) => [name, eb.ref(`excluded.${name}`)])),
            // What has joined an alert belongs to it, also if it would be too weak for one now.
            alert_id: sql`coalesce(excluded.alert_id, anomaly.alert_id)`,
          }))
          .whereRef('excluded.revision', '>', 'anomaly.revision'),
      )
      .returning('detection_id')
      .execute(),
  )
  return new Map(
    written.flatMap(({ detection_id: id }) => {
      const row = older.get(id)
      return row ? [[id, row]] : []
    }),
  )
}

/** What a revision can change: all but the key, and what every revision of a detection shares. */
const updatedColumns = [
  'revision',
  'is_anomaly',
  'severity',
  'stated',
  'score',
  'confidence',
  'title',
  'seen',
  'seen_epoch',
  'raw_score',
  'threshold',
  'recorded_epoch',
] as const satisfies readonly Exclude<keyof AnomalyTable, Key>[]

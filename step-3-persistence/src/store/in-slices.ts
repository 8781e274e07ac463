import type { Kysely, Transaction } from 'kysely'
import type { Database } from './database.ts'

/** Alerts of one transaction: it takes some 100 ms, after which other questions have their turn. */
const alertsPerSlice = 2_000

/** Changes many alerts in transactions of some: what a slice has done stays done. */
export async function inSlices<Row>(
  db: Kysely<Database>,
  rows: readonly Row[],
  work: (tx: Transaction<Database>, slice: readonly Row[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += alertsPerSlice) {
    const slice = rows.slice(start, start + alertsPerSlice)
    await db.transaction().execute((tx) => work(tx, slice))
  }
}

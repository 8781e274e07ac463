import type { Kysely } from 'kysely'
import type { PruneLimits } from '../alert/alert-store.ts'
import { inChunks } from './chunks.ts'
import type { Database } from './database.ts'
import { inSlices } from './in-slices.ts'
import { refreshIncidents } from './write-incidents.ts'

const decided = ['resolved', 'false_positive']

/** Deletes alerts by age, then by number; their notes, history and bodies go with them. */
export async function pruneAlerts(db: Kysely<Database>, limits: PruneLimits): Promise<number> {
  const agedCount = await remove(db, await aged(db, limits))
  return agedCount + (await remove(db, await surplus(db, limits)))
}

type Row = Pick<Database['alert'], 'alert_id' | 'updated_epoch'>

function aged(
  db: Kysely<Database>,
  { decidedBefore, untouchedBefore }: PruneLimits,
): Promise<Row[]> {
  return db
    .selectFrom('alert')
    .select(['alert_id', 'updated_epoch'])
    .where((eb) =>
      eb.or([
        eb('updated_epoch', '<', untouchedBefore.getTime() / 1000),
        eb.and([
          eb('status', 'in', decided),
          eb('updated_epoch', '<', decidedBefore.getTime() / 1000),
        ]),
      ]),
    )
    .execute()
}

async function surplus(db: Kysely<Database>, { alertCountMax }: PruneLimits): Promise<Row[]> {
  const { total } = await db
    .selectFrom('alert_tally')
    .select((eb) => eb.fn.sum<number | null>('count').as('total'))
    .executeTakeFirstOrThrow()
  const count = Number(total) - alertCountMax
  if (count <= 0) return []
  return db
    .selectFrom('alert')
    .select(['alert_id', 'updated_epoch'])
    .orderBy((order) => order.case().when('status', 'in', decided).then(0).else(1).end())
    .orderBy('updated_epoch')
    .limit(count)
    .execute()
}

/** Leaves an alert alone that has changed since it was found. */
async function remove(db: Kysely<Database>, rows: readonly Row[]): Promise<number> {
  const latest = rows.reduce((most, { updated_epoch }) => Math.max(most, updated_epoch), 0)
  let count = 0
  await inSlices(db, rows, async (tx, slice) => {
    const gone = await inChunks(slice, (some) =>
      tx
        .deleteFrom('alert')
        .where(
          'alert_id',
          'in',
          some.map(({ alert_id }) => alert_id),
        )
        .where('updated_epoch', '<=', latest)
        .returning('incident_id')
        .execute(),
    )
    count += gone.length
    await refreshIncidents(
      tx,
      gone.map(({ incident_id }) => incident_id),
    )
  })
  return count
}

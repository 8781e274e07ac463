import type { Transaction } from 'kysely'
import type { PruneLimits } from '../alert/alert-store.ts'
import type { Database } from './database.ts'
import { refreshIncidents } from './write-incidents.ts'

const decided = ['resolved', 'false_positive']

/** Deletes alerts by age, then by number; their notes, history and bodies go with them. */
export async function pruneAlerts(
  tx: Transaction<Database>,
  { decidedBefore, untouchedBefore, alertCountMax }: PruneLimits,
): Promise<number> {
  const aged = await tx
    .deleteFrom('alert')
    .where((eb) =>
      eb.or([
        eb('updated_epoch', '<', untouchedBefore.getTime() / 1000),
        eb.and([
          eb('status', 'in', decided),
          eb('updated_epoch', '<', decidedBefore.getTime() / 1000),
        ]),
      ]),
    )
    .returning('incident_id')
    .execute()
  const surplus = await pruneSurplus(tx, alertCountMax)
  const gone = [...aged, ...surplus]
  await refreshIncidents(
    tx,
    gone.map(({ incident_id }) => incident_id),
  )
  return gone.length
}

async function pruneSurplus(tx: Transaction<Database>, alertCountMax: number) {
  const { total } = await tx
    .selectFrom('alert')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const surplus = Number(total) - alertCountMax
  if (surplus <= 0) return []
  return tx
    .deleteFrom('alert')
    .where('alert_id', 'in', (eb) =>
      eb
        .selectFrom('alert')
        .select('alert_id')
        .orderBy((order) => order.case().when('status', 'in', decided).then(0).else(1).end())
        .orderBy('updated_epoch')
        .limit(surplus),
    )
    .returning('incident_id')
    .execute()
}

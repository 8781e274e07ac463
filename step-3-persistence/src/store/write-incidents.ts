import type { Kysely, Transaction } from 'kysely'
import { severityRank } from 'step-2-capture'
import type { AlertStatus } from '../alert/alert.ts'
import type { AlertRecord } from '../alert/fold-detections.ts'
import { gapSecondsMax, joinIncidents, spanKey } from '../incident/incident-spans.ts'
import { type MemberGroup, summarize } from '../incident/incident-summary.ts'
import { storable } from './alert-row.ts'
import { inChunks } from './chunks.ts'
import type { Database } from './database.ts'

/** By alert, the incident that it belongs to now; incidents that have met become one. */
export async function assignIncidents(
  tx: Transaction<Database>,
  records: readonly AlertRecord[],
): Promise<ReadonlyMap<string, string>> {
  const alerts = records.map(
    ({ alert_id, source, capture, first_seen_epoch, last_seen_epoch }) => ({
      alertId: alert_id,
      key: spanKey(storable(source), { source: capture.source, name: storable(capture.name) }),
      first: first_seen_epoch,
      last: last_seen_epoch,
    }),
  )
  const first = alerts.reduce((least, one) => Math.min(least, one.first), Number.MAX_VALUE)
  const last = alerts.reduce((most, one) => Math.max(most, one.last), -Number.MAX_VALUE)
  const sources = [...new Set(records.map(({ source }) => storable(source)))]
  const rows = await inChunks(sources, (some) =>
    tx
      .selectFrom('incident')
      .select(['incident_id', 'source', 'capture_source', 'capture_name'])
      .select(['first_seen_epoch', 'last_seen_epoch'])
      .where('source', 'in', some)
      .where('last_seen_epoch', '>=', first - gapSecondsMax)
      .where('first_seen_epoch', '<=', last + gapSecondsMax)
      .execute(),
  )
  const known = rows.map((row) => ({
    incident: row.incident_id,
    key: spanKey(row.source, { source: row.capture_source, name: row.capture_name }),
    first: row.first_seen_epoch,
    last: row.last_seen_epoch,
  }))
  const { incidents, merged } = joinIncidents(alerts, known)
  for (const [gone, incident_id] of merged) {
    await tx.updateTable('alert').set({ incident_id }).where('incident_id', '=', gone).execute()
    await tx.deleteFrom('incident').where('incident_id', '=', gone).execute()
  }
  return incidents
}

/** Sums up the alerts of these incidents anew; one without an alert is gone. */
export async function refreshIncidents(
  tx: Transaction<Database>,
  ids: Iterable<string | null>,
): Promise<void> {
  const asked = [...new Set(ids)].filter((id) => id !== null)
  await inChunks(asked, async (some) => {
    await tx.deleteFrom('incident').where('incident_id', 'in', some).execute()
    const rows = await summaries(tx, some)
    if (rows.length > 0) await tx.insertInto('incident').values(rows).execute()
    return []
  })
}

/** The incidents of these alerts are summed up anew. */
export async function refreshIncidentsOf(
  tx: Transaction<Database>,
  alertIds: readonly string[],
): Promise<void> {
  const rows = await inChunks(alertIds, (some) =>
    tx.selectFrom('alert').select('incident_id').distinct().where('alert_id', 'in', some).execute(),
  )
  await refreshIncidents(
    tx,
    rows.map(({ incident_id }) => incident_id),
  )
}

/** Ids that are read in one go. */
const pageSize = 5_000

/** Sums up all incidents of a database whose alerts come from an earlier version. */
export async function fillIncidents(db: Kysely<Database>): Promise<void> {
  const known = await db.selectFrom('incident').select('incident_id').limit(1).execute()
  if (known.length > 0) return
  await db.transaction().execute(async (tx) => {
    for (let last = ''; ; ) {
      const rows = await tx
        .selectFrom('alert')
        .select('incident_id')
        .distinct()
        .where('incident_id', '>', last)
        .orderBy('incident_id')
        .limit(pageSize)
        .execute()
      const ids = rows.map(({ incident_id }) => incident_id ?? '')
      await refreshIncidents(tx, ids)
      last = ids.at(-1) ?? ''
      if (ids.length < pageSize) return
    }
  })
}

async function summaries(tx: Transaction<Database>, ids: readonly string[]) {
  const groups = await tx
    .selectFrom('alert')
    .select(['incident_id', 'kind', 'status', 'source', 'source_key'])
    .select(['capture_source', 'capture_name'])
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      // What a rule hides belongs to the span, and counts for nothing else.
      eb.fn.count<number>(eb.case().when('suppressed_by', 'is', null).then(1).end()).as('shown'),
      eb.fn
        .max(eb.case().when('suppressed_by', 'is', null).then(eb.ref('severity_score')).end())
        .as('points'),
      eb.fn.min('first_seen_epoch').as('first'),
      eb.fn.max('last_seen_epoch').as('last'),
    ])
    .where('incident_id', 'in', ids)
    .groupBy(['incident_id', 'kind', 'status', 'source', 'source_key'])
    .groupBy(['capture_source', 'capture_name'])
    .execute()
  return [...Map.groupBy(groups, (group) => group.incident_id ?? '')].map(([incident_id, some]) => {
    const [any] = some as [(typeof some)[number]] // A group has a member.
    const members = some.flatMap((one): MemberGroup[] => {
      const count = Number(one.shown)
      const { kind } = one
      const status = one.status as AlertStatus
      return count === 0 ? [] : [{ kind, status, count, points: Number(one.points) }]
    })
    const summary = summarize(members)
    return {
      incident_id,
      source: any.source,
      source_key: any.source_key,
      capture_source: any.capture_source,
      capture_name: any.capture_name,
      first_seen_epoch: Math.min(...some.map(({ first }) => Number(first))),
      last_seen_epoch: Math.max(...some.map(({ last }) => Number(last))),
      status: summary.status,
      severity: severityRank(summary.severity),
      severity_score: summary.points,
      severity_parts: JSON.stringify(summary.parts),
      kinds: JSON.stringify(summary.kinds),
      alert_count: summary.alertCount,
      open_count: summary.openCount,
    }
  })
}

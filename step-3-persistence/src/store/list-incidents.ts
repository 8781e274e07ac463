import type { ExpressionBuilder, Kysely, Selectable } from 'kysely'
import { isoTimeOfSeconds, severityRank } from 'step-2-capture'
import { addressKey, addressRange } from '../alert/address-range.ts'
import type { Incident, IncidentDetail } from '../incident/incident.ts'
import {
  type IncidentFilter,
  type IncidentPage,
  type IncidentQuery,
  shownAlertCount,
} from '../incident/incident-store.ts'
import { severityOfRank, toAlert } from './alert-row.ts'
import type { Database, IncidentTable } from './database.ts'

const sortColumns = { severity: 'severity_score', last_seen: 'last_seen_epoch' } as const

/** One page by position; the id breaks ties, so the order is total. */
export async function listIncidents(
  db: Kysely<Database>,
  { filter, sort, limit, after }: IncidentQuery,
): Promise<IncidentPage> {
  const column = sortColumns[sort]
  let query = db
    .selectFrom('incident')
    .selectAll()
    .where((eb) => incidentWhere(eb, filter))
    .orderBy(column, 'desc')
    .orderBy('incident_id', 'desc')
    .limit(limit + 1)
  if (after) {
    query = query.where((eb) =>
      eb(eb.refTuple(column, 'incident_id'), '<', eb.tuple(after.value, after.alert_id)),
    )
  }
  const { total } = await db
    .selectFrom('incident')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where((eb) => incidentWhere(eb, filter))
    .executeTakeFirstOrThrow()
  const rows = await query.execute()
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    total: Number(total),
    incidents: await Promise.all(shown.map((row) => withTitle(db, row))),
    next: last ? { value: last[column], alert_id: last.incident_id } : null,
  }
}

/** @param id Of the incident, or of any of its alerts. */
export async function getIncident(
  db: Kysely<Database>,
  id: string,
): Promise<IncidentDetail | undefined> {
  const row = await db
    .selectFrom('incident')
    .selectAll()
    .where((eb) => {
      const ofAlert = eb.selectFrom('alert').select('incident_id').where('alert_id', '=', id)
      return eb.or([eb('incident_id', '=', id), eb('incident_id', '=', ofAlert)])
    })
    .executeTakeFirst()
  if (!row) return undefined
  const gravest = gravestFirst(db, row.incident_id).select('alert.alert_id').limit(shownAlertCount)
  const alerts = await gravestFirst(db, row.incident_id)
    .innerJoin('alert_body', 'alert_body.alert_id', 'alert.alert_id')
    .selectAll('alert')
    .select('alert_body.statement')
    .where('alert.alert_id', 'in', gravest)
    .execute()
  return { ...(await withTitle(db, row)), alerts: alerts.map(toAlert) }
}

function gravestFirst(db: Kysely<Database>, incident: string) {
  return db
    .selectFrom('alert')
    .where('alert.incident_id', '=', incident)
    .where('alert.suppressed_by', 'is', null)
    .orderBy('alert.severity_score', 'desc')
    .orderBy('alert.alert_id', 'desc')
}

function incidentWhere(eb: ExpressionBuilder<Database, 'incident'>, filter: IncidentFilter) {
  const { status, severity, source, capture_source, from, to } = filter
  const range = source === undefined ? undefined : addressRange(source)
  const key = source === undefined ? undefined : addressKey(source)
  return eb.and([
    eb('alert_count', '>', 0),
    ...(status ? [eb('status', 'in', status)] : []),
    ...(severity ? [eb('severity', 'in', severity.map(severityRank))] : []),
    ...(range ? [eb('source_key', '>=', range.first), eb('source_key', '<=', range.last)] : []),
    ...(key ? [eb('source_key', '=', key)] : []),
    ...(source !== undefined && !range && !key ? [eb('source', '=', source)] : []),
    ...(capture_source ? [eb('capture_source', 'in', capture_source)] : []),
    ...(from === undefined ? [] : [eb('last_seen_epoch', '>=', from)]),
    ...(to === undefined ? [] : [eb('first_seen_epoch', '<=', to)]),
  ])
}

async function withTitle(db: Kysely<Database>, row: Selectable<IncidentTable>): Promise<Incident> {
  const gravest = await gravestFirst(db, row.incident_id)
    .select('title')
    .limit(1)
    .executeTakeFirst()
  return toIncident(row, gravest?.title ?? '')
}

function toIncident(row: Selectable<IncidentTable>, title: string): Incident {
  const {
    source_key: _,
    severity,
    severity_parts,
    kinds,
    capture_source,
    capture_name,
    ...rest
  } = row
  return {
    ...rest,
    // What the store wrote is what these columns hold.
    status: row.status as Incident['status'],
    severity: severityOfRank(severity),
    severity_parts: JSON.parse(severity_parts) as Incident['severity_parts'],
    kinds: JSON.parse(kinds) as string[],
    capture: { source: capture_source as Incident['capture']['source'], name: capture_name },
    title,
    first_seen: isoTimeOfSeconds(row.first_seen_epoch),
    last_seen: isoTimeOfSeconds(row.last_seen_epoch),
  }
}

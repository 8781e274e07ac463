import { type ExpressionBuilder, expressionBuilder, type Kysely, type Selectable } from 'kysely'
import { isoTimeOfSeconds, severityRank } from 'step-2-capture'
import { addressKey, addressRange } from '../alert/address-range.ts'
import type { AlertFilter } from '../alert/alert-filter.ts'
import type { Incident, IncidentDetail } from '../incident/incident.ts'
import {
  type IncidentFilter,
  type IncidentPage,
  type IncidentQuery,
  shownAlertCount,
} from '../incident/incident-store.ts'
import { severityOfRank, toAlert } from './alert-row.ts'
import { alertWhere } from './alert-where.ts'
import type { ColumnCounter } from './columns/columns-thread.ts'
import { askColumns } from './count-alerts.ts'
import type { Database, IncidentTable } from './database.ts'
import { withFewAlerts } from './known-ids.ts'
import { withAlertCandidates } from './search-candidates.ts'

const sortColumns = { severity: 'severity_score', last_seen: 'last_seen_epoch' } as const

/** One page by position; the id breaks ties, so the order is total. */
export async function listIncidents(
  db: Kysely<Database>,
  { filter: asked, sort, limit, after }: IncidentQuery,
  columns?: ColumnCounter,
): Promise<IncidentPage> {
  const column = sortColumns[sort]
  const found = await withAlertCandidates(db, asked)
  const filter = await withFewAlerts(db, found, columns)
  const { alert } = filter
  const withAlert = alert && (await askColumns(db, columns, 'incidents', { filter: alert }))
  const isFrequent = withAlert !== undefined && withAlert >= frequentCountMin
  let query = db
    .selectFrom('incident')
    .selectAll()
    .where((eb) => incidentWhere(eb, isFrequent ? { ...filter, alert: undefined } : filter))
    .$if(isFrequent, (some) => some.where((eb) => eb.exists(itsAlert(eb, alert ?? {}))))
    .orderBy(column, 'desc')
    .orderBy('incident_id', 'desc')
    .limit(limit + 1)
  if (after) {
    query = query.where((eb) =>
      eb(eb.refTuple(column, 'incident_id'), '<', eb.tuple(after.value, after.alert_id)),
    )
  }
  const total = isOfAlertsAlone(filter) ? withAlert : undefined
  const rows = await query.execute()
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    total: total ?? (await countAll(db, filter)),
    incidents: await Promise.all(shown.map((row) => withTitle(db, row))),
    next: last ? { value: last[column], alert_id: last.incident_id } : null,
  }
}

/** Reading on from the first soon meets the incidents of a page, where 2,000 have an alert that fits. */
const frequentCountMin = 2_000

/** Whether nothing is asked of the incident as a whole. */
export function isOfAlertsAlone({ alert: _, ...filter }: IncidentFilter): boolean {
  return Object.values(filter).every((value) => value === undefined)
}

async function countAll(db: Kysely<Database>, filter: IncidentFilter): Promise<number> {
  const { total } = await db
    .selectFrom('incident')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where((eb) => incidentWhere(eb, filter))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** The ids of those that a list would give. */
export async function idsOfIncidents(
  db: Kysely<Database>,
  { filter: asked, limit }: Pick<IncidentQuery, 'filter' | 'limit'>,
): Promise<readonly string[]> {
  const filter = await withAlertCandidates(db, asked)
  const rows = await db
    .selectFrom('incident')
    .select('incident_id')
    .where((eb) => incidentWhere(eb, filter))
    .limit(limit)
    .execute()
  return rows.map(({ incident_id }) => incident_id)
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

/** The WHERE clause of a filter of incidents. */
export function incidentWhere(eb: ExpressionBuilder<Database, 'incident'>, filter: IncidentFilter) {
  const { status, severity, source, capture_source, from, to, alert } = filter
  return eb.and([
    eb('alert_count', '>', 0),
    ...(status ? [eb('status', 'in', status)] : []),
    ...(severity ? [eb('severity', 'in', severity.map(severityRank))] : []),
    ...(source ? [eb.or(source.map((name) => isSource(eb, name)))] : []),
    ...(capture_source ? [eb('capture_source', 'in', capture_source)] : []),
    ...(from === undefined ? [] : [eb('last_seen_epoch', '>=', from)]),
    ...(to === undefined ? [] : [eb('first_seen_epoch', '<=', to)]),
    ...(alert ? [eb('incident_id', 'in', incidentsWith(alert))] : []),
  ])
}

/** An address in any spelling, a CIDR block, or any other name as it is. */
function isSource(eb: ExpressionBuilder<Database, 'incident'>, name: string) {
  const range = addressRange(name)
  if (range) return eb.between('source_key', range.first, range.last)
  const key = addressKey(name)
  return key ? eb('source_key', '=', key) : eb('source', '=', name)
}

/** An alert of the incident of the row that matches. */
function itsAlert(eb: ExpressionBuilder<Database, 'incident'>, alert: AlertFilter) {
  return eb
    .selectFrom('alert')
    .select('alert.alert_id')
    .whereRef('alert.incident_id', '=', 'incident.incident_id')
    .where((of) => alertWhere(of, alert))
}

/** The ids of the incidents of all alerts that match. */
function incidentsWith(alert: AlertFilter) {
  const { selectFrom } = expressionBuilder<Database, never>()
  return selectFrom('alert')
    .select('alert.incident_id')
    .where('alert.incident_id', 'is not', null)
    .where((eb) => alertWhere(eb, alert))
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

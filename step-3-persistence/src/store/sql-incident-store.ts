import type { Kysely } from 'kysely'
import type { IncidentDetail } from '../incident/incident.ts'
import type {
  IncidentFilter,
  IncidentPage,
  IncidentQuery,
  IncidentStore,
} from '../incident/incident-store.ts'
import { inChunks } from './chunks.ts'
import type { ColumnCounter } from './columns/columns-thread.ts'
import type { Database } from './database.ts'
import { getIncident, idsOfIncidents, listIncidents } from './list-incidents.ts'

/** Incidents in a SQL database; `SqlAlertStore` keeps them in step with the alerts. */
export class SqlIncidentStore implements IncidentStore {
  readonly #db: Kysely<Database>
  readonly #columns: ColumnCounter | undefined

  constructor(db: Kysely<Database>, columns?: ColumnCounter) {
    this.#db = db
    this.#columns = columns
  }

  list(query: IncidentQuery): Promise<IncidentPage> {
    return listIncidents(this.#db, query, this.#columns)
  }

  get(id: string): Promise<IncidentDetail | undefined> {
    return getIncident(this.#db, id)
  }

  ids(filter: IncidentFilter, limit: number): Promise<readonly string[]> {
    return idsOfIncidents(this.#db, { filter, limit })
  }

  async alertIds(ids: readonly string[], limit: number): Promise<readonly string[]> {
    const ofAlerts = await inChunks(ids, (some) =>
      this.#db.selectFrom('alert').select('incident_id').where('alert_id', 'in', some).execute(),
    )
    const incidents = new Set([...ids, ...ofAlerts.flatMap(({ incident_id: id }) => id ?? [])])
    const rows = await inChunks([...incidents], (some) =>
      this.#db
        .selectFrom('alert')
        .select('alert_id')
        .where('incident_id', 'in', some)
        .where('suppressed_by', 'is', null)
        .orderBy('alert_id')
        .limit(limit)
        .execute(),
    )
    return rows.slice(0, limit).map(({ alert_id }) => alert_id)
  }
}

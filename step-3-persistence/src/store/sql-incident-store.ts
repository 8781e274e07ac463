import type { Kysely } from 'kysely'
import type { IncidentDetail } from '../incident/incident.ts'
import type { IncidentPage, IncidentQuery, IncidentStore } from '../incident/incident-store.ts'
import type { Database } from './database.ts'
import { getIncident, listIncidents } from './list-incidents.ts'

/** Incidents in a SQL database; `SqlAlertStore` keeps them in step with the alerts. */
export class SqlIncidentStore implements IncidentStore {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  list(query: IncidentQuery): Promise<IncidentPage> {
    return listIncidents(this.#db, query)
  }

  get(id: string): Promise<IncidentDetail | undefined> {
    return getIncident(this.#db, id)
  }

  async alertIds(id: string, limit: number): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('alert')
      .select('alert_id')
      .where('incident_id', '=', id)
      .where('suppressed_by', 'is', null)
      .orderBy('alert_id')
      .limit(limit)
      .execute()
    return rows.map(({ alert_id }) => alert_id)
  }
}

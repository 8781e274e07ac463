import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { afterAll, beforeAll, describe } from 'vitest'
import { alertStoreContract } from '../../test/alert-store-contract.ts'
import { incidentStoreContract } from '../../test/incident-store-contract.ts'
import { indicatorStoreContract } from '../../test/indicator-store-contract.ts'
import type { Database } from './database.ts'
import { migrate } from './migrations.ts'
import { SqlAlertStore } from './sql-alert-store.ts'
import { SqlIncidentStore } from './sql-incident-store.ts'
import { SqlIndicatorStore } from './sql-indicator-store.ts'

describe('PostgreSQL inside the process', () => {
  /** To start one takes seconds, so two are started, emptied after each test and used again. */
  const free: Kysely<Database>[] = []
  beforeAll(async () => {
    free.push(await openPostgres(), await openPostgres())
  }, 120_000)
  afterAll(() => Promise.all(free.map((db) => db.destroy())))

  const take = async () => {
    const db = free.pop() ?? (await openPostgres())
    const close = async () => {
      await sql`truncate alert, alert_tally, incident, anomaly, setting, feed, indicator cascade`.execute(
        db,
      )
      free.push(db)
    }
    return { db, close }
  }

  alertStoreContract(async () => {
    const { db, close } = await take()
    return { alerts: new SqlAlertStore(db), close }
  })

  incidentStoreContract(async () => {
    const { db, close } = await take()
    return { alerts: new SqlAlertStore(db), incidents: new SqlIncidentStore(db), close }
  })

  indicatorStoreContract(async () => {
    const { db, close } = await take()
    return { store: new SqlIndicatorStore(db), close }
  })
})

async function openPostgres(): Promise<Kysely<Database>> {
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite: new PGlite() }) })
  await migrate(db)
  return db
}

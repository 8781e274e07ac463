import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'vitest'
import { alertStoreContract } from '../../test/alert-store-contract.ts'
import { incidentStoreContract } from '../../test/incident-store-contract.ts'
import { openDatabase } from './open-database.ts'
import { SqlAlertStore } from './sql-alert-store.ts'
import { SqlIncidentStore } from './sql-incident-store.ts'

describe('SQLite on disk', () => {
  const open = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'step-3-'))
    const db = await openDatabase(join(folder, 'net-anomaly.sqlite'))
    return {
      alerts: new SqlAlertStore(db),
      incidents: new SqlIncidentStore(db),
      close: async () => {
        await db.destroy()
        await rm(folder, { recursive: true })
      },
    }
  }
  alertStoreContract(open)
  incidentStoreContract(open)
})

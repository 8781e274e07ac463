import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'vitest'
import { indicatorStoreContract } from '../../test/indicator-store-contract.ts'
import { openDatabase } from './open-database.ts'
import { SqlIndicatorStore } from './sql-indicator-store.ts'

describe('SQLite on disk', () => {
  indicatorStoreContract(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'step-3-'))
    const db = await openDatabase(join(folder, 'net-anomaly.sqlite'))
    return {
      store: new SqlIndicatorStore(db),
      close: async () => {
        await db.destroy()
        await rm(folder, { recursive: true })
      },
    }
  })
})

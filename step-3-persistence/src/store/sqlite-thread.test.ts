import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from './database.ts'
import { openDatabase } from './open-database.ts'
import { sliceRowCountMax } from './sqlite-thread.ts'

describe('the thread of the database', () => {
  let folder: string
  let db: Kysely<Database>
  let worker: Worker
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-'))
    const note = (started: Worker) => {
      worker = started
    }
    process.once('worker', note)
    db = await openDatabase(join(folder, 'net-anomaly.sqlite'))
  })
  afterEach(async () => {
    await db.destroy()
    await rm(folder, { recursive: true })
  })

  const put = (name: string) =>
    db.insertInto('setting').values({ name, value: '{}', updated_epoch: 0 })
  const names = async () => {
    const rows = await db.selectFrom('setting').select('name').orderBy('name').execute()
    return rows.map(({ name }) => name)
  }

  it('waits for another program while the server goes on', async () => {
    const other = new DatabaseSync(join(folder, 'net-anomaly.sqlite'))
    other.exec('begin immediate')
    const written = put('a').execute()
    await setImmediate() // The turn in which it is asked is over.
    other.exec('rollback')
    other.close()
    await written
    expect(await names()).toEqual(['a'])
  })

  it('gives many rows whole and in their order', async () => {
    const count = sliceRowCountMax * 2 + 1
    const { rows } = await sql<{ i: number }>`with recursive n(i) as
      (select 1 union all select i + 1 from n where i < ${count}) select i from n`.execute(db)
    expect(rows.map(({ i }) => i)).toEqual(Array.from({ length: count }, (_, index) => index + 1))
  })

  it('answers what was asked before it is closed', async () => {
    const path = join(folder, 'net-anomaly.sqlite')
    const asked = db.transaction().execute(async (tx) => {
      const values = { value: '{}', updated_epoch: 0 }
      await tx
        .insertInto('setting')
        .values({ name: 'a', ...values })
        .execute()
      await tx
        .insertInto('setting')
        .values({ name: 'b', ...values })
        .execute()
    })
    const next = put('c').execute()
    await db.destroy()
    await asked
    await next
    db = await openDatabase(path)
    expect(await names()).toEqual(['a', 'b', 'c'])
  })

  it('fails what it was asked when it dies, and the next question starts another', async () => {
    const asked = sql`with recursive n(i) as (select 1 union all select i + 1 from n)
      select count(*) from n`.execute(db)
    await worker.terminate()
    await expect(asked).rejects.toMatchObject({ code: 'E_STORE_UNAVAILABLE', status: 503 })
    await put('a').execute()
    expect(await names()).toEqual(['a'])
  })

  it('leaves nothing of a transaction in which it dies', async () => {
    const changed = db.transaction().execute(async (tx) => {
      const values = { value: '{}', updated_epoch: 0 }
      await tx
        .insertInto('setting')
        .values({ name: 'a', ...values })
        .execute()
      await worker.terminate()
      await tx
        .insertInto('setting')
        .values({ name: 'b', ...values })
        .execute()
    })
    await expect(changed).rejects.toMatchObject({ code: 'E_STORE_UNAVAILABLE' })
    expect(await names()).toEqual([])
  })
})

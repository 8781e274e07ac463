import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection } from '../../test/detections.ts'
import { applyThresholds } from '../alert/apply-thresholds.ts'
import { openDatabase } from './open-database.ts'
import { SqlAlertStore } from './sql-alert-store.ts'

describe('the database file', () => {
  let folder: string
  let path: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-'))
    path = join(folder, 'data', 'net-anomaly.sqlite')
  })
  afterEach(() => rm(folder, { recursive: true }))

  const policy = { thresholds: { low: 0.5, medium: 0.7, high: 0.9 }, minSeverity: 'info' } as const
  const batch = () => ({
    runId: 'run-1',
    judged: [applyThresholds(makeDetection({ detection_id: 'a' }), policy)],
    now: new Date(),
  })

  it('is made with its folder, for its owner only', async () => {
    const db = await openDatabase(path)
    for (const name of [path, `${path}-wal`]) {
      expect((await stat(name)).mode & 0o777).toBe(0o600)
    }
    await db.destroy()
  })

  it('keeps its content from one opening to the next', async () => {
    const first = await openDatabase(path)
    await new SqlAlertStore(first).merge(batch())
    await first.destroy()
    const second = await openDatabase(path)
    expect(await new SqlAlertStore(second).count({})).toBe(1)
    await second.destroy()
  })

  it('reads alerts of versions that wrote no family, sensor or revision', async () => {
    const db = await openDatabase(path)
    const store = new SqlAlertStore(db)
    await store.merge(batch())
    await sql`update alert_body set statement =
      json_remove(statement, '$.family', '$.sensor', '$.community_id', '$.lead.revision')`.execute(
      db,
    )
    const query = { filter: {}, sort: 'last_seen', order: 'desc', limit: 1 } as const
    const shown = async () => (await store.list(query)).alerts[0]
    expect(await shown()).toMatchObject({ family: 'behaviour', sensor: null, community_id: null })
    const update = makeDetection({ detection_id: 'a', revision: 2, title: 'newer' })
    await store.merge({ ...batch(), judged: [applyThresholds(update, policy)] })
    expect(await shown()).toMatchObject({ title: 'newer', sensor: 'test', count: 1 })
    await db.destroy()
  })

  it('writes every commit to the disk before it says so', async () => {
    const db = await openDatabase(path)
    const read = async (name: string) => Object.values(await pragma(name))[0]
    const pragma = async (name: string) =>
      (await sql<Record<string, unknown>>`${sql.raw(`pragma ${name}`)}`.execute(db)).rows[0] ?? {}
    expect(await read('journal_mode')).toBe('wal')
    expect(await read('synchronous')).toBe(2)
    expect(await read('foreign_keys')).toBe(1)
    await db.destroy()
  })

  it('refuses a file that is no database, and leaves it as it is', async () => {
    const db = await openDatabase(path)
    await db.destroy()
    await writeFile(path, 'not a database, but a file to keep '.repeat(100))
    await expect(openDatabase(path)).rejects.toMatchObject({ code: 'E_STORE_OPEN', status: 503 })
    expect((await stat(path)).size).toBe(3500)
  })

  it('refuses a folder that cannot be made', async () => {
    await writeFile(join(folder, 'data'), 'a file')
    await expect(openDatabase(path)).rejects.toMatchObject({ code: 'E_STORE_OPEN' })
  })

  it('refuses the database of a later version, and changes nothing in it', async () => {
    const db = await openDatabase(path)
    await sql`insert into kysely_migration values ('9999-later', '2030-01-01')`.execute(db)
    await db.destroy()
    await expect(openDatabase(path)).rejects.toMatchObject({ code: 'E_STORE_MIGRATION' })
  })

  it('can be used by two at once', async () => {
    const one = await openDatabase(path)
    const other = await openDatabase(path)
    await new SqlAlertStore(one).merge(batch())
    expect(await new SqlAlertStore(other).count({})).toBe(1)
    await one.destroy()
    await other.destroy()
  })

  it('answers E_STORE_UNAVAILABLE while another program holds it', async () => {
    const db = await openDatabase(path)
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    const store = new SqlAlertStore(db)
    await expect(store.merge(batch())).rejects.toMatchObject({
      code: 'E_STORE_UNAVAILABLE',
      status: 503,
    })
    expect(await store.count({})).toBe(0)
    other.exec('rollback')
    other.close()
    expect((await store.merge(batch())).created).toHaveLength(1)
    await db.destroy()
  })

  it('leaves nothing of a batch that fails in its middle', async () => {
    const db = await openDatabase(path)
    await sql
      .raw(`create trigger refuse before insert on alert_history
        begin select raise(abort, 'refused'); end`)
      .execute(db)
    const store = new SqlAlertStore(db)
    await expect(store.merge(batch())).rejects.toThrow('refused')
    expect(await store.count({})).toBe(0)
    await sql`drop trigger refuse`.execute(db)
    expect(await store.merge(batch())).toMatchObject({ created: [{ count: 1 }], repeated: 0 })
    await db.destroy()
  })
})

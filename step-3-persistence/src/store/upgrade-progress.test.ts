import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { migrate } from './migrations.ts'
import { NodeSqliteDialect } from './node-sqlite-dialect.ts'
import { SqliteThread } from './sqlite-thread.ts'
import { UpgradeProgress } from './upgrade-progress.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }))
afterEach(() => void vi.useRealTimers())

it('says every 5 s what is done, and what it took', () => {
  const said: string[] = []
  const progress = new UpgradeProgress((line) => said.push(line))
  progress.begin('step 9 of 15, incidents')
  vi.advanceTimersByTime(4_999)
  expect(said).toEqual([])
  vi.advanceTimersByTime(1)
  progress.begin('step 13 of 15, search')
  vi.advanceTimersByTime(7_000)
  progress.end()
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual([
    'The database is brought up to date: step 9 of 15, incidents, 5 s so far …',
    'The database is brought up to date: step 13 of 15, search, 10 s so far …',
    'The database is up to date, after 12 s.',
  ])
})

it('says nothing of what is done at once', () => {
  const say = vi.fn()
  new UpgradeProgress(say).end()
  expect(say).not.toHaveBeenCalled()
})

it('receives each step of a database in turn, and none of one that is up to date', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'step-3-'))
  const path = join(folder, 'net-anomaly.sqlite')
  const db = new Kysely<unknown>({ dialect: new NodeSqliteDialect(new SqliteThread(path)) })
  const steps: string[] = []
  await migrate(db, (step) => steps.push(step))
  expect(steps[8]).toBe(`step 9 of ${steps.length}, incidents`)
  const begin = vi.fn()
  await migrate(db, begin)
  expect(begin).not.toHaveBeenCalled()
  await db.destroy()
  await rm(folder, { recursive: true })
})

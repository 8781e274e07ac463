import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { batchOf, flowQueryOf } from '../../test/flow-batches.ts'
import { FlowDatabase } from './flow-database.ts'

const now = new Date('2026-11-28T10:00:00.000Z')
const taking = { runId: 'run', now }

let folder: string
let database: FlowDatabase
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flow-database-'))
  database = await FlowDatabase.open(folder)
})
afterEach(async () => {
  database.close()
  await rm(folder, { recursive: true })
})

/** More than a block of DuckDB. */
const many = (name?: string) =>
  batchOf(...Array.from({ length: 3_000 }, () => (name === undefined ? {} : { name })))

test('keeps no memory of what is written', async () => {
  for (let part = 0; part < 3; part++) {
    await database.append(many('a-name-that-is-no-part-of-its-row.example'), taking)
    await database.write(now)
  }
  const sql =
    "select count(*)::INTEGER as count from duckdb_memory() where tag = 'IN_MEMORY_TABLE' and memory_usage_bytes > 0"
  expect(await database.rows(sql, { values: [] })).toEqual([{ count: 0 }])
})

test('counts what was taken by the block and singly, written or not', async () => {
  await database.append(many(), taking)
  await database.append(batchOf({ port: 80 }), taking)
  expect((await database.page(flowQueryOf({ port: 80 }))).total).toBe(1)
  await database.append(batchOf({ port: 80 }), taking)
  expect((await database.page(flowQueryOf({ port: 80 }))).total).toBe(2)
  expect(database.pendingCount).toBe(3_002)
  await database.write(now)
  await database.append(batchOf({ port: 80 }), taking)
  expect(database.pendingCount).toBe(1)
  expect((await database.page(flowQueryOf({}))).total).toBe(3_003)
  expect((await database.page(flowQueryOf({ port: 80 }))).total).toBe(3)
})

test('a block has nothing of the one before it', async () => {
  await database.append(many('first.example'), taking)
  await database.append(many(), taking)
  await database.append(many('third.example'), taking)
  const sql = 'select names, count(*)::INTEGER as count from flow group by names order by names'
  const counts = [
    { names: 'first.example', count: 3_000 },
    { names: 'third.example', count: 3_000 },
  ]
  const rows = await database.rows(sql, { values: [] })
  expect(rows).toEqual(expect.arrayContaining(counts))
  expect(rows).toHaveLength(3)
})

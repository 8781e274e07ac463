import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DuckDb, missingBinary, openDuckDb, quoted } from './duckdb.ts'

describe('DuckDB', () => {
  let parent: string
  let duckDb: DuckDb
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'step-3-duckdb-'))
    duckDb = await openDuckDb(join(parent, 'flows'))
    await writeFile(join(parent, 'secret.csv'), 'a,b\n1,2\n')
    await writeFile(join(parent, 'flows', 'own.csv'), 'a,b\n1,2\n')
  })
  afterAll(async () => {
    duckDb.close()
    await rm(parent, { recursive: true })
  })

  const reading = (...path: string[]) => `select * from ${quoted(join(parent, ...path))}`

  it('reads in its folder', async () => {
    await expect(duckDb.connection.run(reading('flows', 'own.csv'))).resolves.toBeDefined()
  })

  it.each([
    ['reads a file beside its folder', () => reading('secret.csv')],
    ['reads a file above its folder', () => reading('flows', '..', 'secret.csv')],
    ['writes outside', () => `copy (select 1) to ${quoted(join(parent, 'out.csv'))}`],
    ['opens another database', () => `attach ${quoted(join(parent, 'other.db'))}`],
    ['asks the network', () => "select * from 'https://192.0.2.1/a.parquet'"],
    ['installs an extension', () => 'install httpfs'],
    ['gives itself access', () => 'set enable_external_access = true'],
    ['widens its folder', () => "set allowed_directories = ['/']"],
    ['takes more memory', () => "set memory_limit = '8GB'"],
  ])('never %s', async (_, sql) => {
    await expect(duckDb.connection.run(sql())).rejects.toThrow()
  })

  it('says in a line which binary is missing, without the paths of the machine', async () => {
    const missing = new Error("Cannot find module 'binary'\nRequire stack:\n- /home/ana/a.js")
    const reason = /^DuckDB's binary for \w+-\w+ cannot be loaded \(Cannot find module 'binary'\)$/
    await expect(openDuckDb(parent, () => Promise.reject(missing))).rejects.toThrow(reason)
    const find = () => {
      throw missing
    }
    expect(missingBinary(find)).toMatch(reason)
    expect(missingBinary()).toBeNull()
  })
})

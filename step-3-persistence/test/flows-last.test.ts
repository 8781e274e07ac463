import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ServerProcess, startServerProcess } from './server-process.ts'

interface Flows {
  readonly total: number
  readonly history: { kept: boolean; reason: string | null; written_until: string | null }
}

describe('flows that have ended', { timeout: 180_000 }, () => {
  let folder: string
  let server: ServerProcess
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-flows-last-'))
  })
  afterEach(async () => {
    await server.end()
    await rm(folder, { recursive: true })
  })

  const ask = async <T>(path: string, init?: RequestInit) =>
    (await (await fetch(`${server.url}${path}`, init)).json()) as T
  const flows = () => ask<Flows>('/api/flows?limit=1')
  const simulate = async () => {
    const source = { kind: 'simulate', scenario: 'vertical_port_scan', seed: 2 }
    const body = JSON.stringify({ source })
    const headers = { 'content-type': 'application/json' }
    await ask('/api/start', { method: 'POST', headers, body })
    const state = async () => (await ask<{ state: string }>('/api/status')).state
    await expect.poll(state, { timeout: 60_000 }).toBe('done')
  }

  it('are there after a kill as far as the history said that they are written', async () => {
    server = await startServerProcess([], { DATA_DIR: folder })
    await simulate()
    const written = async () => (await flows()).history.written_until
    await expect.poll(written, { timeout: 60_000 }).not.toBeNull()
    const { total } = await flows()
    expect(total).toBeGreaterThan(500)
    await server.end('SIGKILL')
    server = await startServerProcess([], { DATA_DIR: folder })
    expect(await flows()).toMatchObject({ total, history: { kept: true } })
  })

  it('are those of the run where DuckDB is missing, which the server says', async () => {
    const without = join(folder, 'without-duckdb.mjs')
    await writeFile(without, withoutDuckDb)
    const env = { DATA_DIR: folder, NODE_OPTIONS: `--import=${without}` }
    server = await startServerProcess([], env)
    await simulate()
    const { total, history } = await flows()
    expect(total).toBeGreaterThan(500)
    expect(history).toMatchObject({
      kept: false,
      reason: expect.stringContaining('no binary here'),
    })
    expect(await ask('/health')).toMatchObject({
      status: 'degraded',
      problems: [expect.stringContaining('flows of earlier runs are not kept')],
    })
  })
})

const withoutDuckDb = `
import { registerHooks } from 'node:module'
registerHooks({
  resolve(name, context, next) {
    if (name.startsWith('@duckdb/')) throw new Error('no binary here')
    return next(name, context)
  },
})
`

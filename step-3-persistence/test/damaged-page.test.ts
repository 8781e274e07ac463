import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { manySources } from './detections.ts'
import { openApp } from './open-app.ts'
import { startServerProcess } from './server-process.ts'

/** A page of the database is overwritten while the server is down. */
describe('a damaged page', { timeout: 60_000 }, () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-damaged-'))
    const { persistence, close } = await openApp({ dataFolder: folder })
    persistence.writer.take(manySources(500), 'run-1')
    await persistence.writer.settled()
    await close()
  })
  afterEach(() => rm(folder, { recursive: true, maxRetries: 3 }))

  /** Overwrites the first page of a table that holds rows. */
  async function damage(table: string): Promise<void> {
    const path = join(folder, 'net-anomaly.sqlite')
    const database = new DatabaseSync(path)
    const page = database
      .prepare("select pgoffset, pgsize from dbstat where name = ? and pagetype = 'leaf' limit 1")
      .get(table) as { pgoffset: number; pgsize: number }
    database.close()
    const file = await open(path, 'r+')
    await file.write(Buffer.alloc(page.pgsize, 0x5a), 0, page.pgsize, page.pgoffset)
    await file.close()
  }

  it('is found at the start, and named with the way out', async () => {
    await damage('alert_history')
    const server = await startServerProcess([], { DATA_DIR: folder })
    try {
      const health = async () => (await fetch(`${server.url}/health`)).json()
      await expect.poll(health, { timeout: 20_000 }).toMatchObject({ status: 'degraded' })
      const { problems } = (await health()) as { problems: string[] }
      expect(problems).toEqual([expect.stringMatching(/is damaged \(.*\.recover/)])
      const alerts = await fetch(`${server.url}/api/alerts?limit=1`)
      expect(await alerts.json()).toMatchObject({ total: 500 })
    } finally {
      await server.end()
    }
  })

  it('has a code of its own where it is read, and the server goes on', async () => {
    await damage('alert_body')
    const server = await startServerProcess([], { DATA_DIR: folder })
    try {
      const list = (order: string) =>
        fetch(`${server.url}/api/alerts?sort=last_seen&order=${order}&limit=100`)
      const oldest = await list('asc')
      expect(await oldest.json()).toMatchObject({
        error: { code: 'E_STORE_DAMAGED', fix: expect.stringContaining('.recover') },
      })
      expect(oldest.status).toBe(503)
      expect((await list('desc')).status).toBe(200)
      expect((await fetch(`${server.url}/api/config`)).status).toBe(200)
    } finally {
      await server.end()
    }
  })
})

import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startServerProcess } from './server-process.ts'

interface Alerts {
  readonly alerts: readonly { readonly count: number }[]
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'step-3-spill-'))
})
afterEach(() => rm(folder, { recursive: true, maxRetries: 3 }))

const held = /(\d+) detections wait in memory/

it('detections that the database does not take wait in a file, and are stored by the next server', {
  timeout: 120_000,
}, async () => {
  const env = { DATA_DIR: folder }
  const first = await startServerProcess([], env)
  const get = async (url: string, path: string) => (await fetch(url + path)).json()
  const lock = new DatabaseSync(join(folder, 'net-anomaly.sqlite'))
  lock.exec('begin immediate')
  await fetch(`${first.url}/api/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source: { kind: 'pcap', sample: 'port-scan' } }),
  })
  const problems = async () => {
    const { problems = [] } = (await get(first.url, '/health')) as { problems?: string[] }
    return problems.join('\n')
  }
  await expect.poll(problems, { timeout: 60_000, interval: 500 }).toMatch(held)
  await first.end()
  lock.exec('rollback')
  lock.close()
  const spilled = join(folder, 'held-detections.json.gz')
  await access(spilled)

  const second = await startServerProcess([], env)
  const countOf = ({ alerts }: Alerts) => alerts.reduce((sum, { count }) => sum + count, 0)
  const stored = async () => countOf((await get(second.url, '/api/alerts')) as Alerts)
  await expect.poll(stored, { timeout: 30_000 }).toBeGreaterThan(0)
  const isGone = () =>
    access(spilled).then(
      () => false,
      () => true,
    )
  await expect.poll(isGone, { timeout: 30_000 }).toBe(true)
  const count = await stored()
  await second.end()

  // What is stored is not stored again.
  const third = await startServerProcess([], env)
  expect(countOf((await get(third.url, '/api/alerts')) as Alerts)).toBe(count)
  await third.end()
})

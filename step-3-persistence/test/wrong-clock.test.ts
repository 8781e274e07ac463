import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startServerProcess } from './server-process.ts'

/** What a process loads before all else: its clock is two years ahead. */
const ahead = `const ahead = 2 * 365 * 86_400_000
const { now } = Date
Date.now = () => now() + ahead
globalThis.Date = class extends Date {
  constructor(...parts) {
    super(...(parts.length === 0 ? [Date.now()] : parts))
  }
}`

it('a start with a clock that is two years ahead forgets no alert', {
  timeout: 90_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'step-3-clock-'))
  const env = { DATA_DIR: folder }
  const wrong = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(ahead)}` }
  const total = async (url: string) =>
    ((await (await fetch(`${url}/api/alerts`)).json()) as { total: number }).total
  try {
    let server = await startServerProcess([], env)
    await fetch(`${server.url}/api/start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source: { kind: 'pcap', sample: 'port-scan' } }),
    })
    const { url } = server
    await expect.poll(() => total(url), { timeout: 30_000 }).toBeGreaterThan(0)
    // Its end waits until all is stored.
    await server.end()
    server = await startServerProcess([], env)
    const before = await total(server.url)
    await server.end()
    server = await startServerProcess([], { ...env, ...wrong })
    const { timestamp } = (await (await fetch(`${server.url}/health`)).json()) as {
      timestamp: string
    }
    expect(new Date(timestamp).getTime()).toBeGreaterThan(Date.now() + 300 * 86_400_000)
    // Its end waits for the round of maintenance that began with it.
    await server.end()
    server = await startServerProcess([], env)
    expect(await total(server.url)).toBe(before)
    await server.end()
  } finally {
    await rm(folder, { recursive: true, maxRetries: 3 })
  }
})

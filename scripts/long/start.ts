import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bounded, figure } from './figure.ts'
import { freePort, startProduct, until } from './product.ts'

/*
 * What a stranger waits for: a clone of this commit with an empty home, `npm start`, the first alert
 * of a sample, and the second start, which does not play the sample again.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-start-'))
try {
  const clone = join(folder, 'clone')
  execFileSync('git', ['clone', '--quiet', root, clone])
  const { npm_config_cache, ...inherited } = process.env
  const env = { ...inherited, HOME: join(folder, 'home'), PATH: withoutOwnNode() }
  const start = async () => {
    const startedAt = performance.now()
    const port = await freePort()
    const product = await startProduct(['npm', 'start'], { port, folder: clone, env })
    return { product, seconds: secondsSince(startedAt) }
  }

  const first = await start()
  bounded('first /health after', first.seconds, { max: 60, unit: 's' })
  const replayedAt = performance.now()
  const { ask } = first.product
  await ask('/api/start', { source: { kind: 'pcap', sample: 'port-scan' } })
  const alertCount = async () => (await ask<{ total: number }>('/api/alerts')).total
  await until('first alert', async () => ((await alertCount()) > 0 ? true : undefined))
  bounded('first alert after', secondsSince(replayedAt), { max: 20, unit: 's' })
  // Cut short it would be interrupted, which is no replay that has ended.
  const state = async () => (await ask<{ state: string }>('/api/status')).state
  await until('the end of the replay', async () => ((await state()) === 'done' ? true : undefined))
  await first.product.end()

  const second = await start()
  bounded('second /health after', second.seconds, { max: 3, unit: 's' })
  const { runs } = await second.product.ask<{ runs: readonly { state: string }[] }>('/api/runs')
  figure('runs after the second start', runs.map(({ state }) => state).join(', '))
  if (runs.length !== 1 || runs[0]?.state !== 'done') process.exitCode = 1
  await second.product.end()
} finally {
  await rm(folder, { recursive: true, maxRetries: 3 })
}

/** The user's own Node and npm: the workspace's come first in the path of what it starts. */
function withoutOwnNode(): string {
  const folders = (process.env.PATH ?? '').split(':')
  return folders.filter((one) => !one.includes('node_modules')).join(':')
}

function secondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 100) / 10
}

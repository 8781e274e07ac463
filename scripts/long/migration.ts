import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bounded, figure } from './figure.ts'

/*
 * A million alerts as the first version stored them (ALERTS=100000 for fewer; STORE=FOLDER for a store
 * of today to take them from): how long the first start of this version takes, and how long it is at
 * most silent in the terminal meanwhile, because a start that says nothing looks dead.
 */
const alertCount = Number(process.env.ALERTS ?? 1_000_000)
const silentSecondsMax = 20
const step3 = fileURLToPath(new URL('../../step-3-persistence/', import.meta.url))

const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-migration-'))
try {
  const made = process.env.STORE ?? join(folder, 'made')
  if (process.env.STORE === undefined) run('make-alerts.ts', made, String(alertCount))
  const old = join(folder, 'old')
  run('make-oldest.ts', made, old)
  await writeFile(join(old, 'net-anomaly.yaml'), 'retention:\n  alertCountMax: 1000000\n')
  await start(old)
} finally {
  await rm(folder, { recursive: true, maxRetries: 3 })
}

function run(script: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, [join(step3, 'scripts', script), ...args], { stdio: 'inherit' })
}

/** Until it serves, as a terminal sees it. */
async function start(dataFolder: string): Promise<void> {
  const env = { ...process.env, DATA_DIR: dataFolder, PORT: '0' }
  const since = performance.now()
  const child = spawn(process.execPath, [join(step3, 'src/server.ts')], {
    cwd: dataFolder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let last = since
  let longestMs = 0
  for await (const text of child.stdout.setEncoding('utf8')) {
    const now = performance.now()
    longestMs = Math.max(longestMs, now - last)
    last = now
    process.stdout.write(text)
    const [url] = /http:\/\/[\d.:]+/.exec(text) ?? []
    if (url === undefined) continue
    figure('first start after the upgrade', `${Math.round((now - since) / 1000)} s`)
    const seconds = Math.round(longestMs / 1000)
    bounded('longest silence in the terminal', seconds, { max: silentSecondsMax, unit: 's' })
    figure('alerts kept', await total(url))
    break
  }
  child.kill()
  const [code] = await exited
  if (code !== 0) throw new Error(`the server ended with ${code}`)
}

async function total(url: string): Promise<number> {
  const answer = await fetch(`${url}/api/alerts?suppressed=all`)
  return ((await answer.json()) as { total: number }).total // What the list says.
}

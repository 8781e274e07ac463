import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Random } from 'step-2-capture/pictures'
import { figure } from './figure.ts'
import { freePort, type Product, startProduct, until } from './product.ts'
import { fillDisk, hasOwnMounts, mountDisk, unmountDisk } from './storage-disk.ts'

/*
 * kill -9 of the server at random, under load: each tenth time while its disk is full, while another
 * program holds the database, or with a clock that is up to two years wrong. After each the database is
 * whole, and every note, decision, suppression and setting that was acknowledged is there; at the end
 * all of them are looked at once more. ROUNDS=10 for fewer, SEED=… for the same again.
 */
const rounds = Number(process.env.ROUNDS ?? 300)
const seed = process.env.SEED ?? String(Date.now())
const killMsMin = 200
const killMsMax = 2_500
/** Room for an alert that is noted 300 times, and for what a simulation brings. */
const diskMegabytes = 256
const server = fileURLToPath(new URL('../../step-3-persistence/src/server.ts', import.meta.url))
const troubles = ['none', 'full', 'locked', 'clock'] as const
type Trouble = (typeof troubles)[number]

/** What the server has acknowledged. */
interface Acknowledged {
  readonly notes: { readonly alertId: string; readonly text: string }[]
  readonly decided: Set<string>
  readonly suppressions: Set<string>
  cooldown: number | undefined
}

if (hasOwnMounts()) await main()

async function main(): Promise<void> {
  figure('seed', seed)
  const random = new Random(seed)
  const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-kills-'))
  const data = join(folder, 'data')
  mountDisk(data, diskMegabytes)
  const port = await freePort()
  const env = { ...process.env, DATA_DIR: data, LOG_DIR: join(folder, 'logs') }
  const start = (more: NodeJS.ProcessEnv = {}) =>
    startProduct([process.execPath, server], { port, folder, env: { ...env, ...more } })
  const done: Acknowledged = {
    notes: [],
    decided: new Set(),
    suppressions: new Set(),
    cooldown: undefined,
  }
  const counts = { none: 0, full: 0, locked: 0, clock: 0 }
  try {
    for (let round = 0; round < rounds; round++) {
      const trouble = troubleOf(round)
      const aheadMs = Math.round((random.fraction() * 4 - 2) * 365 * 86_400_000)
      const product = await start(trouble === 'clock' ? clockOf(aheadMs) : {})
      const before = done.notes.length
      try {
        await killWhileWorking(product, { trouble, round, data, done, random })
      } finally {
        await product.end('SIGKILL')
      }
      counts[trouble]++
      checkDatabase(data, done, before)
      console.log(`${round + 1}: ${trouble}, ${done.notes.length - before} notes acknowledged`)
    }
    checkDatabase(data, done, 0)
    figure(
      'kills',
      Object.entries(counts)
        .map(([name, count]) => `${count} ${name}`)
        .join(', '),
    )
    figure('notes acknowledged, all there', done.notes.length)
    figure('decisions acknowledged, all there', done.decided.size)
    figure('suppressions acknowledged, all there', done.suppressions.size)
  } finally {
    unmountDisk(data)
    await rm(folder, { recursive: true, maxRetries: 3 })
  }
}

/** Of ten kills one is with each trouble. */
function troubleOf(round: number): Trouble {
  return troubles[[0, 0, 1, 0, 0, 2, 0, 0, 3, 0][round % 10] as number] as Trouble // Ten numbers.
}

/** What a process loads first: its clock is wrong. */
function clockOf(aheadMs: number): NodeJS.ProcessEnv {
  const wrong = `const now = Date.now
Date.now = () => now() + ${aheadMs}
globalThis.Date = class extends Date {
  constructor(...parts) { super(...(parts.length === 0 ? [Date.now()] : parts)) }
}`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(wrong)}` }
}

interface Round {
  readonly trouble: Trouble
  readonly round: number
  readonly data: string
  readonly done: Acknowledged
  readonly random: Random
}

async function killWhileWorking(product: Product, round: Round): Promise<void> {
  const alertIds = await alertsOf(product, round.round)
  let isOver = false
  const work = workUntil(() => isOver, product, alertIds, round)
  await setTimeout(killMsMin + round.random.fraction() * (killMsMax - killMsMin) * 0.5)
  using trouble = new DisposableStack()
  if (round.trouble === 'full') trouble.use(fillDisk(round.data))
  if (round.trouble === 'locked') trouble.use(lockDatabase(round.data))
  await setTimeout(round.random.fraction() * killMsMax * 0.5)
  await product.end('SIGKILL')
  isOver = true
  await work
}

/** The newest alerts; a simulation brings some, and goes on to bring more while it is worked. */
async function alertsOf(product: Product, round: number): Promise<readonly string[]> {
  const scenario = round % 2 === 0 ? 'vertical_port_scan' : 'web_scanner'
  const source = { kind: 'simulate', scenario, seed: round + 1 }
  await product.ask('/api/runs', { source })
  const ids = async () => {
    const { alerts } = await product.ask<Alerts>('/api/alerts?limit=20')
    return alerts.length > 0 ? alerts.map(({ alert_id }) => alert_id) : undefined
  }
  return until('an alert', ids)
}

/** Writes and decides until it is killed; only what was answered counts as acknowledged. */
async function workUntil(
  isOver: () => boolean,
  product: Product,
  alertIds: readonly string[],
  { round, done }: Round,
): Promise<void> {
  for (let index = 0; !isOver(); index++) {
    const alertId = alertIds[index % alertIds.length] ?? ''
    const text = `round ${round}, ${index}`
    try {
      await product.ask(`/api/alerts/${alertId}`, { note: text }, 'PATCH')
      done.notes.push({ alertId, text })
      await product.ask(`/api/alerts/${alertId}`, { status: 'acknowledged' }, 'PATCH')
      done.decided.add(alertId)
      if (index === 0 && round % 2 === 0) {
        const rule = { source: [`198.51.100.${round % 250}`], kind: [`kind_${round}`] }
        const { suppression_id } = await product.ask<{ suppression_id: string }>(
          '/api/suppressions',
          { rule, reason: text },
        )
        done.suppressions.add(suppression_id)
      }
      done.cooldown = undefined // Until it is answered, either is right.
      await product.ask('/api/config', { cooldown_seconds: index + 1 }, 'PUT')
      done.cooldown = index + 1
    } catch {
      await setTimeout(20) // Refused in its trouble, or killed.
    }
  }
}

function lockDatabase(data: string): Disposable {
  const database = new DatabaseSync(join(data, 'net-anomaly.sqlite'), { timeout: 5_000 })
  database.exec('begin immediate')
  return { [Symbol.dispose]: () => database.close() }
}

/** The file as the kill has left it, before any server has repaired it. @throws Error what is lost */
function checkDatabase(data: string, done: Acknowledged, firstNote: number): void {
  const database = new DatabaseSync(join(data, 'net-anomaly.sqlite'))
  try {
    const [check] = database.prepare('pragma integrity_check').all()
    if (check?.integrity_check !== 'ok') throw new Error(`integrity: ${JSON.stringify(check)}`)
    const orphans = database.prepare('pragma foreign_key_check').all()
    if (orphans.length > 0) throw new Error(`${orphans.length} orphans`)
    const valuesOf = (sql: string) =>
      new Set(
        database
          .prepare(sql)
          .all()
          .map((row) => Object.values(row).join('|')),
      )
    const notes = valuesOf('select alert_id, text from alert_note')
    const lost = done.notes.slice(firstNote).filter((n) => !notes.has(`${n.alertId}|${n.text}`))
    if (lost.length > 0) throw new Error(`${lost.length} notes are lost: ${lost[0]?.text}`)
    const undecided = valuesOf("select alert_id from alert where status = 'new'")
    const forgotten = [...done.decided].filter((id) => undecided.has(id))
    if (forgotten.length > 0) throw new Error(`${forgotten.length} decisions are lost`)
    const rules = valuesOf('select suppression_id from suppression')
    const missing = [...done.suppressions].filter((id) => !rules.has(id))
    if (missing.length > 0) throw new Error(`${missing.length} suppressions are lost`)
    const { cooldown } = done
    if (cooldown === undefined) return
    const cooldowns = valuesOf(
      "select json_extract(value, '$.cooldown_seconds') from setting where name = 'config'",
    )
    if (!cooldowns.has(String(cooldown))) throw new Error(`the setting ${cooldown} is lost`)
  } finally {
    database.close()
  }
}

interface Alerts {
  readonly alerts: readonly { readonly alert_id: string }[]
}

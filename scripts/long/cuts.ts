import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Random } from 'step-2-capture/pictures'
import { bounded, figure } from './figure.ts'
import { addLink, isInLonelyNetwork, link, removeLink, setLink, traffic } from './lonely-network.ts'
import { freePort, type Product, startProduct, until } from './product.ts'

/*
 * A watch that is cut short at random: kill -9 of tcpdump, of the server, of both; kill -STOP of
 * tcpdump; the link down and up, gone and back. After each it goes on by itself, /health/ready said so
 * meanwhile within 5 s, and no note that was acknowledged is lost. The clock is not set: this machine
 * has others. ROUNDS=10 for fewer, SEED=… for the same cuts at the same moments again.
 */
const rounds = Number(process.env.ROUNDS ?? 100)
const seed = process.env.SEED ?? String(Date.now())
/** A cut comes up to that long after the watch went on: also in the middle of a start. */
const pauseMsMax = 1_500
const server = fileURLToPath(new URL('../../step-3-persistence/src/server.ts', import.meta.url))
const cuts = ['tcpdump', 'server', 'both', 'stopped', 'down', 'gone'] as const
type Cut = (typeof cuts)[number]

if (isInLonelyNetwork()) await main()

async function main(): Promise<void> {
  figure('seed', seed)
  const random = new Random(seed)
  const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-kills-'))
  const port = await freePort()
  const start = (...args: readonly string[]) =>
    startProduct([process.execPath, server, ...args], {
      port,
      folder,
      env: { ...process.env, DATA_DIR: folder },
    })
  addLink()
  using _traffic = traffic({ perSecond: 200, bytes: 200 })
  let product = await start('--interface', link)
  try {
    const alertId = await firstAlert(product)
    const saidMs: number[] = []
    const backMs: number[] = []
    let acknowledged = 0
    for (let round = 0; round < rounds; round++) {
      await product.ask(`/api/alerts/${alertId}`, { note: `round ${round}` }, 'PATCH')
      acknowledged++
      const cut = cuts[Math.floor(random.fraction() * cuts.length)] as Cut // There are six.
      await setTimeout(random.fraction() * pauseMsMax)
      const cutAt = performance.now()
      await doCut(cut, product)
      if (cut === 'server' || cut === 'both') product = await start()
      else saidMs.push(await saysSo(product, cut, cutAt))
      if (cut === 'down') setLink('up')
      if (cut === 'gone') addLink()
      await goesOn(product)
      backMs.push(performance.now() - cutAt)
      const { note_count = 0 } = await noteCount(product, alertId)
      console.log(`${round + 1}: ${cut}, watching again after ${seconds(backMs.at(-1) ?? 0)} s`)
      if (note_count !== acknowledged) throw new Error(`${note_count} of ${acknowledged} notes`)
    }
    figure('cuts survived', rounds)
    figure('notes that were acknowledged and are there', acknowledged)
    bounded('said after at most', seconds(Math.max(0, ...saidMs)), { max: 5, unit: 's' })
    // Pauses between starts are doubled up to 30 s.
    bounded('watching again after at most', seconds(Math.max(...backMs)), { max: 45, unit: 's' })
  } finally {
    await product.end()
    await rm(folder, { recursive: true, maxRetries: 3 })
  }
}

async function doCut(cut: Cut, product: Product): Promise<void> {
  if (cut === 'down') return setLink('down')
  if (cut === 'gone') return removeLink()
  if (cut !== 'server') process.kill(tcpdumpOf(product), cut === 'stopped' ? 'SIGSTOP' : 'SIGKILL')
  if (cut === 'server' || cut === 'both') await product.end('SIGKILL')
}

function tcpdumpOf({ pid }: Product): number {
  return Number(execFileSync('pgrep', ['-P', String(pid), 'tcpdump'], { encoding: 'utf8' }))
}

/** How long until /health/ready says that the watch does not run. */
async function saysSo(product: Product, cut: Cut, cutAt: number): Promise<number> {
  await until(`${cut} is said`, async () => ((await isReady(product)) ? undefined : true), 30_000)
  return performance.now() - cutAt
}

async function goesOn(product: Product): Promise<void> {
  await until('ready', async () => ((await isReady(product)) ? true : undefined), 90_000)
  const packets = async () => (await product.ask<Status>('/api/status')).stats.packets
  const before = await packets()
  await until('packets', async () => ((await packets()) > before ? true : undefined), 30_000)
}

async function isReady({ url }: Product): Promise<boolean> {
  return (await fetch(`${url}/health/ready`)).ok
}

/** An alert to write notes on; a simulation brings one. */
async function firstAlert(product: Product): Promise<string> {
  await product.ask('/api/runs', { source: { kind: 'pcap', sample: 'port-scan' } })
  const first = async () => (await product.ask<Alerts>('/api/alerts')).alerts[0]?.alert_id
  return until('an alert', first)
}

async function noteCount(product: Product, alertId: string): Promise<{ note_count: number }> {
  const { notes } = await product.ask<{ notes: readonly unknown[] }>(`/api/alerts/${alertId}`)
  return { note_count: notes.length }
}

interface Status {
  readonly stats: { readonly packets: number }
}

interface Alerts {
  readonly alerts: readonly { readonly alert_id: string }[]
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10
}

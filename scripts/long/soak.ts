import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bounded, figure } from './figure.ts'
import { addLink, isInLonelyNetwork, link } from './lonely-network.ts'
import { freePort, type Product, startProduct, until } from './product.ts'

/*
 * Twenty minutes of live traffic at 5,000 packets a second with 200 clients (MINUTES=6 for less): the
 * memory of the server and of its capture program at the end, beside that of minute 5. Then two
 * minutes at 100,000: what was dropped is counted. An office of ten minutes is replayed in a loop, each
 * time with other addresses. Needs root, and tcpreplay.
 */
const minutes = Number(process.env.MINUTES ?? 20)
const settledMinute = Math.min(5, minutes)
const floodSeconds = 120
const socketCount = 150
const streamCount = 50
const step4 = fileURLToPath(new URL('../../step-4-dashboard/', import.meta.url))
const cli = fileURLToPath(new URL('../../step-2-capture/src/cli/net-anomaly.ts', import.meta.url))
// The client is a package of the dashboard, not of the scripts.
const { io } = createRequire(join(step4, 'package.json'))('socket.io-client') as {
  io(url: string, options: { transports: string[]; forceNew: boolean }): ClientSocket
}

interface ClientSocket {
  onAny(listener: () => void): ClientSocket
  close(): void
}

if (spawnSync('which', ['tcpreplay']).status !== 0) {
  console.error('missing: tcpreplay\nInstall it: apt-get install tcpreplay')
  process.exitCode = 1
} else if (isInLonelyNetwork()) {
  addLink()
  await main()
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-soak-'))
  const capture = join(folder, 'office.pcap')
  const office = ['--scenario=office', '--activity=8', '--duration-seconds=600']
  execFileSync(process.execPath, [cli, 'simulate', ...office, `--out=${capture}`])
  const port = await freePort()
  const product = await startProduct(
    [process.execPath, join(step4, 'src/server.ts'), '--interface', link],
    { port, folder, env: { ...process.env, DATA_DIR: join(folder, 'data') } },
  )
  try {
    using clients = openClients(product.url)
    await soak(product, capture, clients)
    await flood(product, capture)
  } finally {
    await product.end()
    await rm(folder, { recursive: true, maxRetries: 3 })
  }
}

async function soak(product: Product, capture: string, clients: Clients): Promise<void> {
  using _replay = replay(capture, 5_000)
  let settled: Memory | undefined
  let gapMsMax = 0
  let lostCount = 0
  for (let minute = 1; minute <= minutes; minute++) {
    const end = performance.now() + 60_000
    while (performance.now() < end) {
      const askedAt = performance.now()
      await product.ask('/health').catch(() => lostCount++)
      gapMsMax = Math.max(gapMsMax, performance.now() - askedAt)
      await setTimeout(250)
    }
    const now = memory(product.pid)
    console.log(`minute ${minute}: server ${now.server} MB, capture program ${now.capture} MB`)
    if (minute === settledMinute) settled = now
  }
  const end = memory(product.pid)
  if (!settled) return
  for (const who of ['server', 'capture'] as const) {
    const growth = Math.round((end[who] / settled[who] - 1) * 100)
    figure(
      `memory of the ${who} at minute ${settledMinute} and ${minutes}`,
      `${settled[who]} ${end[who]} MB`,
    )
    bounded(`growth of the ${who} since minute ${settledMinute}`, growth, { max: 10, unit: '%' })
  }
  const { packets, drops } = await counts(product)
  figure('packets judged and dropped', `${packets} ${drops}`)
  figure('events that 200 clients received', clients.received())
  figure('streams that the server ended', clients.left())
  figure('questions to /health whose connection was lost', lostCount)
  figure('longest answer of /health', `${Math.round(gapMsMax)} ms`)
}

async function flood(product: Product, capture: string): Promise<void> {
  const before = await counts(product)
  {
    using _replay = replay(capture, 100_000)
    await setTimeout(floodSeconds * 1_000)
  }
  const after = await until('the end of what waits', () => settledCounts(product))
  const judged = after.packets - before.packets
  const dropped = after.drops - before.drops
  figure('at 100,000 a second judged and dropped', `${judged} ${dropped}`)
  figure('memory after it', `${memory(product.pid).server} MB`)
  // What is neither judged nor counted as dropped is lost without a word.
  const sent = sentBy(link)
  bounded('packets that no figure names', sent - after.packets - after.drops, {
    max: Math.ceil(sent / 1_000),
    unit: 'packets',
  })
}

/** Replays the capture in a loop until it is disposed of; each round has other addresses. */
function replay(capture: string, perSecond: number): Disposable {
  const child = spawn(
    'tcpreplay',
    [
      '--quiet',
      '--loop=0',
      '--unique-ip',
      '--preload-pcap',
      `--pps=${perSecond}`,
      '--intf1=other0',
      capture,
    ],
    { stdio: 'ignore' },
  )
  return { [Symbol.dispose]: () => void child.kill('SIGINT') }
}

interface Clients extends Disposable {
  readonly received: () => number
  /** How often a stream was ended by the server. */
  readonly left: () => number
}

/** Sockets and event streams, as open pages have them. */
function openClients(url: string): Clients {
  let received = 0
  let left = 0
  const closing = new AbortController()
  const sockets = Array.from({ length: socketCount }, () =>
    io(url, { transports: ['websocket'], forceNew: true }).onAny(() => received++),
  )
  for (let stream = 0; stream < streamCount; stream++) void readStream()
  return {
    received: () => received,
    left: () => left,
    [Symbol.dispose]: () => {
      closing.abort()
      for (const socket of sockets) socket.close()
    },
  }

  /** One that the server leaves behind comes back, as a page does. */
  async function readStream(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        const { body } = await fetch(`${url}/api/events`, { signal: closing.signal })
        for await (const _part of body ?? []) received++
      } catch {
        if (closing.signal.aborted) return
        left++
        await setTimeout(1_000)
      }
    }
  }
}

interface Memory {
  /** Resident, MB. */
  readonly server: number
  readonly capture: number
}

function memory(pid: number): Memory {
  // A child belongs to the thread that started it.
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
  )
  const capture = children.find((child) => nameOf(child) === 'tcpdump')
  return { server: residentMegabytes(pid), capture: capture ? residentMegabytes(capture) : 0 }
}

function nameOf(pid: string): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
}

function residentMegabytes(pid: number | string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024)
}

/** Packets that reached a link of this network, by the kernel's own count. */
function sentBy(name: string): number {
  return Number(readFileSync(`/sys/class/net/${name}/statistics/rx_packets`, 'utf8'))
}

async function counts({ ask }: Product): Promise<Counts> {
  const { packets, drops } = (await ask<Status>('/api/status')).stats
  return { packets, drops: drops.kernel + drops.interface }
}

/** What is counted, once nothing more comes: the rest of a flood waits in the kernel. */
async function settledCounts(product: Product): Promise<Counts | undefined> {
  const before = await counts(product)
  await setTimeout(3_000)
  const after = await counts(product)
  return before.packets === after.packets && before.drops === after.drops ? after : undefined
}

interface Counts {
  readonly packets: number
  readonly drops: number
}

interface Status {
  readonly stats: {
    readonly packets: number
    readonly drops: Record<'kernel' | 'interface', number>
  }
}

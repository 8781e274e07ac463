import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bounded, figure } from './figure.ts'
import { addLink, isInLonelyNetwork, link, silentAddress, traffic } from './lonely-network.ts'
import { freePort, type Product, startProduct, until } from './product.ts'

/*
 * The ring of packets under 20,000 packets a second for ten minutes (SECONDS_EACH=30 for less): it
 * stays within its bytes, and the capture loses no more than without it. A scan at the end has its
 * packets, which tshark reads.
 */
const perSecond = 20_000
const secondsEach = Number(process.env.SECONDS_EACH ?? 600)
const ringMegabytes = 64
const server = fileURLToPath(new URL('../../step-3-persistence/src/server.ts', import.meta.url))

if (isInLonelyNetwork()) {
  addLink()
  const without = await measure(0)
  const withRing = await measure(ringMegabytes)
  figure('packets judged without and with the ring', `${without.packets} ${withRing.packets}`)
  figure('packets dropped without and with the ring', `${without.drops} ${withRing.drops}`)
  bounded('bytes of the ring at most', withRing.ringBytes, {
    max: ringMegabytes * 1_048_576,
    unit: 'B',
  })
  // A packet in ten thousand is the noise of two shared cores.
  const noise = Math.ceil(withRing.packets / 10_000)
  bounded('further drops with the ring', withRing.drops - without.drops, {
    max: noise,
    unit: 'packets',
  })
}

async function measure(megabytes: number) {
  const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-ring-'))
  const env = {
    ...process.env,
    DATA_DIR: folder,
    NET_ANOMALY_CAPTURE_RING_MEGABYTES: String(megabytes),
  }
  const port = await freePort()
  const command = [process.execPath, server, '--interface', link]
  const product = await startProduct(command, { port, folder, env })
  try {
    let ringBytes = 0
    {
      using _traffic = traffic({ perSecond, bytes: 458 })
      for (let second = 0; second < secondsEach; second++) {
        await setTimeout(1_000)
        ringBytes = Math.max(ringBytes, await bytesIn(join(folder, 'packets')))
      }
    }
    await setTimeout(2_000)
    const { packets, drops } = (await product.ask<Status>('/api/status')).stats
    if (megabytes > 0) await checkAlert(product, folder).catch(failed)
    return { packets, drops: drops.kernel + drops.interface, ringBytes }
  } finally {
    await product.end()
    await rm(folder, { recursive: true, maxRetries: 3 })
  }
}

/**
 * A scan of closed ports, and silence after it: what tshark reads of its alert is what the title
 * says.
 */
async function checkAlert(product: Product, folder: string): Promise<void> {
  for (let port = 1; port <= 300; port++) {
    const socket = connect({ host: silentAddress, port })
    socket.on('error', () => {})
    void setTimeout(500).then(() => socket.destroy())
  }
  const find = async () => {
    const { alerts } = await product.ask<Alerts>('/api/alerts')
    return alerts.find(({ title }) => /probed \d+ TCP ports/.test(title))
  }
  const alert = await until('the alert of the scan', find)
  const response = await fetch(`${product.url}/api/alerts/${alert.alert_id}/packets.pcap`)
  const path = join(folder, 'alert.pcap')
  await writeFile(path, await response.bytes())
  const fields = ['-T', 'fields', '-e', 'ip.dst', '-e', 'tcp.dstport']
  const lines = execFileSync('tshark', ['-r', path, ...fields], { encoding: 'utf8' }).trim()
  const ports = new Set(lines.split('\n').filter((line) => line.startsWith(silentAddress)))
  figure('title', alert.title)
  figure('kept', `${response.headers.get('packets-kept')}; ports in tshark: ${ports.size}`)
  if (ports.size < 8) process.exitCode = 1
}

/** The figures of ten minutes are printed whatever becomes of the scan. */
function failed(error: unknown): void {
  figure('the scan', `FAILED: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

interface Status {
  readonly stats: {
    readonly packets: number
    readonly drops: Record<'kernel' | 'interface', number>
  }
}

interface Alerts {
  readonly alerts: readonly { readonly alert_id: string; readonly title: string }[]
}

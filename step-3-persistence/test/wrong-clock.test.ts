import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { CaptureReader, Packet, type RunRecord, writePcap } from 'step-2-capture'
import { expect, it } from 'vitest'
import { fakeTcpdump, handOver } from './fake-tcpdump.ts'
import { startServerProcess } from './server-process.ts'

const patient = { timeout: 30_000 }
const aheadMs = 2 * 365 * 86_400_000

/** What a process loads before all else: its clock is two years ahead while a file lies there. */
const clockWith = (path: string) => `import { existsSync } from 'node:fs'
const { now } = Date
Date.now = () => now() + (existsSync(${JSON.stringify(path)}) ? ${aheadMs} : 0)
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
  const wrong = preload(clockWith(folder))
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

it('a live watch goes on when the clock is set two years ahead, and back', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'step-3-clock-'))
  const isAhead = join(folder, 'ahead')
  const scan = await recordsFrom('port-scan', Date.now())
  const PATH = await fakeTcpdump(folder, Buffer.concat([...writePcap(scan)]))
  const env = { DATA_DIR: folder, PATH, ...preload(clockWith(isAhead)) }
  let server = await startServerProcess(['--interface', 'lo'], env)
  const ask = async <T>(path: string) => (await (await fetch(server.url + path)).json()) as T
  const alerts = async () =>
    (await ask<{ alerts: { alert_id: string; kind: string }[] }>('/api/alerts')).alerts
  const kinds = async () => (await alerts()).map(({ kind }) => kind)
  const runs = async () => (await ask<{ runs: RunRecord[] }>('/api/runs')).runs
  try {
    await expect.poll(kinds, patient).toContain('vertical_port_scan')
    const before = await kinds()

    await writeFile(isAhead, '')
    const inTwoYears = await recordsFrom('log4shell', Date.now() + aheadMs)
    await handOver(folder, withoutHeader(inTwoYears))
    await expect.poll(kinds, patient).toContain('log4shell')
    const { timestamp, status } = await ask<{ timestamp: string; status: string }>('/health')
    expect(new Date(timestamp).getTime()).toBeGreaterThan(Date.now() + aheadMs / 2)
    expect(status).toBe('ok')
    expect(await kinds()).toEqual(expect.arrayContaining(before))

    // A start looks at once for packets that are too old.
    await server.end()
    server = await startServerProcess([], env)
    const id = (await alerts()).find(({ kind }) => kind === 'log4shell')?.alert_id
    const packetsOf = await fetch(`${server.url}/api/alerts/${id}/packets.pcap`)
    const [kept, of] = packetsOf.headers.get('packets-kept')?.split(' of ') ?? []
    expect(Number(kept)).toBeGreaterThan(0)
    expect(kept).toBe(of)

    await rm(isAhead)
    const now = await recordsFrom('ssh-guessing', Date.now())
    await handOver(folder, withoutHeader(now))
    await expect.poll(kinds, patient).toContain('login_guessing')
    expect(await kinds()).toEqual(expect.arrayContaining([...before, 'log4shell']))
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
    // The program hands the scan over at each start.
    const packets = 2 * scan.length + inTwoYears.length + now.length
    await expect.poll(runs).toMatchObject([{ state: 'running', starts: 2, stats: { packets } }])
  } finally {
    await server.end()
    await rm(folder, { recursive: true, maxRetries: 3 })
  }
})

function preload(source: string) {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(source)}` }
}

interface TimedPacket {
  readonly timeSeconds: number
  readonly timeNanoseconds: number
  readonly bytes: Uint8Array
}

/** The packets of a sample as if it began then. */
async function recordsFrom(sample: string, beginMs: number) {
  const path = fileURLToPath(new URL(`../../samples/${sample}.pcap.gz`, import.meta.url))
  const reader = new CaptureReader()
  const packet = new Packet()
  reader.push(gunzipSync(await readFile(path)))
  const records: TimedPacket[] = []
  let shiftSeconds: number | undefined
  while (reader.next(packet)) {
    const { timeSeconds, timeNanoseconds, offset, capturedLength } = packet
    shiftSeconds ??= Math.floor(beginMs / 1_000) - timeSeconds
    const bytes = packet.bytes.slice(offset, offset + capturedLength)
    records.push({ timeSeconds: timeSeconds + shiftSeconds, timeNanoseconds, bytes })
  }
  return records
}

function withoutHeader(records: readonly TimedPacket[]): Uint8Array {
  return Buffer.concat([...writePcap(records)]).subarray(24)
}

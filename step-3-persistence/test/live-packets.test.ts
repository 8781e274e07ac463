import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { CaptureReader, Packet } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AlertDetail } from '../src/index.ts'
import { fakeTcpdump } from './fake-tcpdump.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'

const patient = { timeout: 20_000 }
const sample = fileURLToPath(new URL('../../samples/port-scan.pcap.gz', import.meta.url))

/** A server process whose tcpdump hands over a sample, so that a live capture has an alert. */
describe('the packets of a live alert', { timeout: 60_000 }, () => {
  let folder: string
  let capture: Buffer
  let env: Record<string, string>
  let server: ServerProcess
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-packets-'))
    capture = gunzipSync(await readFile(sample))
    env = { DATA_DIR: folder, PATH: await fakeTcpdump(folder, capture) }
  })
  afterEach(async () => {
    await server.end()
    await rm(folder, { recursive: true })
  })

  const ask = async <T>(path: string) => (await (await fetch(`${server.url}${path}`)).json()) as T
  const firstAlert = async () => {
    server = await startServerProcess(['--interface', 'lo'], env)
    const list = () => ask<{ alerts: { alert_id: string }[] }>('/api/alerts')
    await expect.poll(async () => (await list()).alerts.length, patient).toBeGreaterThan(0)
    return ask<AlertDetail>(`/api/alerts/${(await list()).alerts[0]?.alert_id}`)
  }
  const packetsOf = (alertId: string) => fetch(`${server.url}/api/alerts/${alertId}/packets.pcap`)

  it('are those it was seen in, also after the server was killed', async () => {
    const { alert_id, evidence } = await firstAlert()
    const wanted = evidence.map(({ index }) => index)
    const expected = readPackets(capture).filter((_, index) => wanted.includes(index))
    expect(expected.length).toBeGreaterThan(0)
    const response = await packetsOf(alert_id)
    expect(response.headers.get('packets-kept')).toBe(`${wanted.length} of ${wanted.length}`)
    expect(readPackets(await response.bytes())).toEqual(expected)
    await server.end('SIGKILL')
    server = await startServerProcess([], env)
    expect(readPackets(await (await packetsOf(alert_id)).bytes())).toEqual(expected)
  })

  it('are not there where the ring is off, and it says how to have them', async () => {
    env = { ...env, NET_ANOMALY_CAPTURE_RING_MEGABYTES: '0' }
    const response = await packetsOf((await firstAlert()).alert_id)
    expect(response.status).toBe(410)
    expect(await response.json()).toMatchObject({
      error: {
        code: 'E_PACKETS_GONE',
        message: 'packets of lo are not kept: capture.ringMegabytes is 0',
      },
    })
  })
})

function readPackets(bytes: Uint8Array) {
  const reader = new CaptureReader()
  const packet = new Packet()
  reader.push(bytes)
  const found: (readonly [seconds: number, nanoseconds: number, bytes: string])[] = []
  while (reader.next(packet)) {
    const { timeSeconds, timeNanoseconds, offset, capturedLength } = packet
    const content = packet.bytes.slice(offset, offset + capturedLength)
    found.push([timeSeconds, timeNanoseconds, Buffer.from(content).toString('hex')])
  }
  return found
}

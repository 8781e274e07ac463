import { copyFile, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunRecord } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ServerProcess, startServerProcess } from './server-process.ts'

/** A file is read when it did not change for three looks, a second apart. */
const patient = { timeout: 30_000 }
const samples = fileURLToPath(new URL('../../samples/', import.meta.url))

const scanPacketCount = 5_247
const attackPacketCount = 2_121

describe('a watched folder', { timeout: 90_000 }, () => {
  let data: string
  let captures: string
  let server: ServerProcess
  let env: Record<string, string>
  beforeEach(async () => {
    data = await realpath(await mkdtemp(join(tmpdir(), 'step-3-folder-')))
    captures = join(data, 'captures')
    await mkdir(captures)
    env = { DATA_DIR: data, NET_ANOMALY_RUNS_FILE_FOLDERS: captures }
    server = await startServerProcess([], env)
  })
  afterEach(async () => {
    await server.end()
    await rm(data, { recursive: true })
  })

  const ask = async <T>(path: string, init?: RequestInit) => {
    const response = await fetch(`${server.url}${path}`, init)
    return (await response.json()) as T
  }
  const begin = (path: string) =>
    ask<RunRecord & { error: unknown }>('/api/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source: { kind: 'folder', path } }),
    })
  const run = async () => (await ask<{ runs: RunRecord[] }>('/api/runs')).runs[0]
  const packets = async () => (await run())?.stats.packets
  const alerts = async () =>
    (await ask<{ alerts: { alert_id: string; kind: string }[] }>('/api/alerts')).alerts
  const arrive = (sample: string, name = sample) =>
    copyFile(join(samples, sample), join(captures, name))

  it('is read as files arrive, once each, and goes on after a kill', async () => {
    const source = { kind: 'folder', name: captures }
    expect(await begin(captures)).toMatchObject({ state: 'running', source, desired: 'running' })
    await arrive('port-scan.pcap.gz')
    await expect.poll(packets, patient).toBe(scanPacketCount)
    await expect.poll(async () => (await alerts()).length, patient).toBeGreaterThan(0)
    const open = async (query: string) =>
      (await ask<{ total: number }>(`/api/flows?open=true${query}`)).total
    // Its packets are those of captures, by which its flows are found.
    expect(await open('')).toBeGreaterThan(0)
    expect(await open('&source=pcap')).toBe(await open(''))
    await server.end('SIGKILL')
    server = await startServerProcess([], env)
    const said = `watching ${captures}, also after a restart`
    await expect.poll(server.said, patient).toContain(said)
    await arrive('log4shell.pcap.gz')
    const kinds = async () => (await alerts()).map(({ kind }) => kind)
    await expect.poll(kinds, patient).toContain('log4shell')
    // What it counted since it was written down last is lost with the process.
    expect(await packets()).toBeLessThanOrEqual(scanPacketCount + attackPacketCount)
    expect(await run()).toMatchObject({ starts: 2, state: 'running', error: null, source })
  })

  it('holds the packets of its alerts for as long as its captures lie there', async () => {
    await begin(captures)
    await arrive('port-scan.pcap.gz', 'moved.pcap.gz')
    await arrive('log4shell.pcap.gz', 'left.pcap.gz')
    const find = async () => (await alerts()).find(({ kind }) => kind === 'vertical_port_scan')
    await expect.poll(find, patient).toBeDefined()
    const path = `/api/alerts/${(await find())?.alert_id}/packets.pcap`
    const response = await fetch(server.url + path)
    const [kept, of] = response.headers.get('packets-kept')?.split(' of ') ?? []
    expect([response.status, kept]).toEqual([200, of])
    await rm(join(captures, 'moved.pcap.gz'))
    expect(await ask(path)).toMatchObject({ error: { code: 'E_PACKETS_GONE' } })
  })

  it('is refused outside the folders that are allowed', async () => {
    for (const path of [data, join(captures, 'none'), '/', join(captures, '..')]) {
      expect(await begin(path)).toMatchObject({ error: { code: 'E_NO_FILE' } })
    }
  })

  it('is watched from the start on with --folder, and once only', async () => {
    await server.end()
    server = await startServerProcess(['--folder', captures], env)
    await arrive('log4shell.pcap.gz')
    await expect.poll(packets, patient).toBeGreaterThan(0)
    await server.end()
    server = await startServerProcess(['--folder', captures], env)
    expect((await ask<{ count: number }>('/api/runs')).count).toBe(1)
  })
})

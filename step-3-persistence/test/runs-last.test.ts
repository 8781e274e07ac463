import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunRecord, Timeline } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeTcpdump } from './fake-tcpdump.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'

/** A process starts within a second, and within several where two cores are shared. */
const patient = { timeout: 20_000 }

describe('what should run', { timeout: 60_000 }, () => {
  let folder: string
  let server: ServerProcess
  let env: Record<string, string>
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-runs-'))
    env = { DATA_DIR: folder, PATH: await fakeTcpdump(folder) }
    server = await startServerProcess([], env)
  })
  afterEach(async () => {
    await server.end()
    await rm(folder, { recursive: true })
  })

  const ask = async <T>(path: string, init?: RequestInit) => {
    const response = await fetch(`${server.url}${path}`, init)
    return (await response.json()) as T
  }
  const post = <T>(path: string, body: unknown = {}) =>
    ask<T>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const runs = async () => (await ask<{ runs: RunRecord[] }>('/api/runs')).runs
  const run = async (id: string) => (await runs()).find(({ run_id }) => run_id === id)
  const isReady = async () => (await fetch(`${server.url}/health/ready`)).status
  const startAgain = async () => {
    server = await startServerProcess([], env)
  }

  it.each(['SIGTERM', 'SIGKILL'] as const)('goes on after %s, and counts on', async (signal) => {
    const { run_id } = await post<{ run_id: string }>('/api/start', { interface: 'lo' })
    await expect.poll(async () => (await run(run_id))?.stats.packets, patient).toBeGreaterThan(0)
    await server.end(signal)
    await startAgain()
    await expect.poll(async () => (await run(run_id))?.state, patient).toBe('running')
    expect(await run(run_id)).toMatchObject({ desired: 'running', starts: 2 })
    expect(await ask('/api/status')).toMatchObject({ run_id, monitoring_active: true })
    await expect.poll(server.said, patient).toContain(`watching lo, also after a restart`)
    expect(server.said()).toContain(`/api/runs/${run_id}/stop`)
  })

  it('goes on when the next server is started without the option that began it', async () => {
    await server.end()
    server = await startServerProcess(['--interface', 'lo'], env)
    const { run_id } = await ask<{ run_id: string }>('/api/status')
    expect(await run(run_id)).toMatchObject({ desired: 'running', source: { name: 'lo' } })
    await server.end()
    server = await startServerProcess(['--interface', 'lo'], env)
    await expect.poll(async () => (await run(run_id))?.starts, patient).toBe(2)
    expect(await runs()).toHaveLength(1)
    await server.end()
    await startAgain()
    expect(await runs()).toMatchObject([{ run_id, desired: 'running' }])
  })

  it('is started again when its capture is killed, and said until then', async () => {
    const { run_id } = await post<{ run_id: string }>('/api/start', { interface: 'lo' })
    expect(await isReady()).toBe(200)
    process.kill(Number(await readFile(join(folder, 'programs', 'pid'), 'utf8')), 'SIGKILL')
    await expect.poll(isReady, patient).toBe(503)
    expect(await ask('/health')).toMatchObject({
      status: 'degraded',
      problems: [expect.stringContaining('tcpdump was killed (SIGKILL)')],
    })
    expect(await ask('/api/status')).toMatchObject({ run_id, monitoring_active: true })
    await expect.poll(isReady, patient).toBe(200)
    expect(await run(run_id)).toMatchObject({ state: 'running', starts: 2, error: null })
    expect(await ask('/health')).toMatchObject({ status: 'ok' })
  })

  it('stays stopped once it was stopped, whatever follows', async () => {
    const { run_id } = await post<{ run_id: string }>('/api/start', { interface: 'lo' })
    expect(await post('/api/stop')).toMatchObject({ stopped: true })
    await server.end('SIGKILL')
    await startAgain()
    expect(await ask('/api/status')).toMatchObject({ state: 'idle', monitoring_active: false })
    expect(await run(run_id)).toMatchObject({ desired: 'stopped', state: 'done' })
  })

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'shows a replay that %s cut short as interrupted, and plays it again when asked',
    async (signal) => {
      const source = { kind: 'simulate', scenario: 'office', speed: 1 }
      const { run_id } = await post<RunRecord>('/api/runs', { source })
      await server.end(signal)
      await startAgain()
      expect(await runs()).toMatchObject([
        { run_id, state: 'interrupted', desired: 'stopped', source: { name: 'office' } },
      ])
      expect(await ask('/api/status')).toMatchObject({ state: 'idle' })
      const again = await post<RunRecord>(`/api/runs/${run_id}/again`)
      expect(again).toMatchObject({
        state: 'running',
        source: { kind: 'simulate', name: 'office' },
      })
      expect(again.run_id).not.toBe(run_id)
    },
  )

  it('shows the traffic and the verdict of what has ended, after a restart too', async () => {
    const { run_id } = await post<RunRecord>('/api/runs', {
      source: { kind: 'pcap', sample: 'port-scan' },
    })
    await expect.poll(async () => (await run(run_id))?.state, patient).toBe('done')
    const timeline = await ask<Timeline>(`/api/runs/${run_id}/timeline`)
    expect(timeline.packets.length).toBeGreaterThan(1)
    expect((await run(run_id))?.verdict).toMatchObject({ status: 'anomaly' })
    await server.end()
    await startAgain()
    expect(await ask(`/api/runs/${run_id}/timeline`)).toEqual(timeline)
    expect((await run(run_id))?.verdict).toMatchObject({ status: 'anomaly' })
  })

  it('goes on with the timeline of a watch that was killed', async () => {
    const { run_id } = await post<{ run_id: string }>('/api/start', { interface: 'lo' })
    const from = async () => (await ask<Timeline>(`/api/runs/${run_id}/timeline`)).from
    await expect.poll(from, patient).not.toBeNull()
    const began = await from()
    await server.end()
    await startAgain()
    await expect.poll(async () => (await run(run_id))?.state, patient).toBe('running')
    expect(await from()).toBe(began)
  })

  it('is watched beside a file that is read, and /api/start and /api/stop speak of it', async () => {
    const { run_id } = await post<{ run_id: string }>('/api/start', { interface: 'lo' })
    const source = { kind: 'pcap', sample: 'port-scan' }
    const file = await post<RunRecord>('/api/runs', { source })
    await expect.poll(async () => (await run(file.run_id))?.state, patient).toBe('done')
    expect(await run(file.run_id)).toMatchObject({ source: { kind: 'pcap' } })
    expect((await run(file.run_id))?.stats.packets).toBeGreaterThan(100)
    expect(await ask('/api/status')).toMatchObject({ run_id, state: 'running' })
    expect(await post('/api/start', { source })).toMatchObject({ running: true, run_id })
    expect(await post('/api/stop')).toMatchObject({ stopped: true })
    expect(await ask('/api/status')).toMatchObject({ run_id, state: 'done' })
  })

  it('is not known by an id that was made up', async () => {
    expect(await post('/api/runs/none/stop')).toMatchObject({ error: { code: 'E_NO_RUN' } })
  })
})

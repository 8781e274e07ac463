import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printFailure } from 'step-1-skeleton'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { simulatedCapture } from '../../test/simulated-capture.ts'
import type { SourceSpec } from '../capture/source-spec.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { Monitor } from './monitor.ts'

const office: SourceSpec = { kind: 'simulate', name: 'office', seed: 1 }
const scan: SourceSpec = { kind: 'simulate', name: 'vertical_port_scan', seed: 2 }

describe('Monitor', () => {
  let folder: string
  let monitor: Monitor
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'monitor-'))
    const files = { logFolder: join(folder, 'logs'), resultsFolder: folder }
    monitor = new Monitor({ now: () => new Date(0), log: printFailure, sensor: 'test', files })
  })
  afterEach(async () => {
    await monitor.close()
    await rm(folder, { recursive: true })
  })

  const untilOver = () =>
    expect.poll(() => monitor.status().state, { timeout: 20_000 }).toMatch(/done|failed/)

  async function captureFile(bytes: Uint8Array): Promise<SourceSpec> {
    const path = join(folder, 'a.pcap')
    await writeFile(path, bytes)
    return { kind: 'pcap', name: 'a.pcap', path, links: 'refuse' }
  }

  it('goes from idle over starting and running to done, and tells each change', async () => {
    const states: string[] = [monitor.status().state]
    monitor.onStatus(({ state }) => states.push(state))
    expect(await monitor.start(scan)).toBe(true)
    await untilOver()
    expect(states).toEqual(['idle', 'starting', 'running', 'done'])
    expect(monitor.status()).toMatchObject({ monitoring_active: false, error: null })
  })

  it('tells every detection once and in order, and keeps the newest', async () => {
    const told: Detection[] = []
    monitor.onDetections((detections) => told.push(...detections))
    await monitor.start(scan)
    await untilOver()
    const ids = told.map(({ detection_id }) => detection_id)
    expect(new Set(ids).size).toBe(monitor.stats.detections)
    expect(monitor.detections[0]).toEqual(told.at(-1))
    const log = await readFile(join(folder, 'logs', 'anomalies.jsonl'), 'utf8')
    const logged = log
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Detection)
    // The log has a line for each revision, and a tick the latest of each detection.
    const latest = (list: Detection[]) => new Map(list.map((one) => [one.detection_id, one]))
    expect(latest(logged)).toEqual(latest(told))
  })

  it('numbers its statistics without a gap, at most ten a second', async () => {
    const sequences: number[] = []
    const startedAt = performance.now()
    monitor.onStats(({ sequence }) => sequences.push(sequence))
    await monitor.start(scan)
    await untilOver()
    expect(sequences).toEqual(sequences.map((_, index) => index + 1))
    expect(sequences.length).toBeLessThan(3 + (performance.now() - startedAt) / 100)
  })

  it('judges what was read when it is stopped, within two seconds', async () => {
    await monitor.start({ ...office, speed: 1 })
    await expect.poll(() => monitor.stats.packets, { timeout: 10_000 }).toBeGreaterThan(0)
    const startedAt = performance.now()
    expect(await monitor.stop()).toBe(true)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    expect(monitor.status()).toMatchObject({ state: 'done', error: null })
    const { packets, normal, anomalies } = monitor.stats
    expect(normal + anomalies).toBe(packets)
    expect(await monitor.stop()).toBe(false)
  })

  it('has written every packet that it counted', async () => {
    await monitor.start({ ...office, speed: 100 })
    await expect.poll(() => monitor.stats.packets, { timeout: 10_000 }).toBeGreaterThan(50)
    await monitor.stop()
    const csv = await readFile(join(folder, 'anomaly_results.simulate.csv'), 'utf8')
    expect(csv.trimEnd().split('\n')).toHaveLength(monitor.stats.packets + 1)
  })

  it('does not start a second run, and starts again after the first', async () => {
    const [first, second] = await Promise.all([monitor.start(office), monitor.start(scan)])
    expect([first, second]).toEqual([true, false])
    await monitor.stop()
    expect(await monitor.start(scan)).toBe(true)
    await untilOver()
    expect(monitor.status().source?.name).toBe('vertical_port_scan')
  })

  it('gives the same detections twice, whatever the seed of the hashes', async () => {
    const runs: string[] = []
    for (let run = 0; run < 2; run++) {
      await monitor.start(scan)
      await untilOver()
      runs.push(JSON.stringify(monitor.detections))
    }
    expect(runs[1]).toBe(runs[0])
  })

  it('keeps what it read of a capture that was cut, and says where it ended', async () => {
    const bytes = await simulatedCapture({ scenario: 'vertical_port_scan', seed: 2 })
    await monitor.start(await captureFile(bytes.subarray(0, bytes.length - 10)))
    await untilOver()
    expect(monitor.status()).toMatchObject({
      state: 'failed',
      error: { code: 'E_CAPTURE_TRUNCATED', message: expect.stringMatching(/offset \d+/) },
    })
    expect(monitor.stats.packets).toBeGreaterThan(1_000)
    expect(monitor.stats.verdict.status).toBe('anomaly')
  })

  it('says why a source cannot be opened, and lives on', async () => {
    const file: SourceSpec = { kind: 'pcap', name: 'x', path: join(folder, 'x'), links: 'refuse' }
    await expect(monitor.start(file)).rejects.toMatchObject({ code: 'E_NO_FILE', status: 404 })
    expect(monitor.status()).toMatchObject({ state: 'failed', error: { code: 'E_NO_FILE' } })
    expect(await monitor.start(scan)).toBe(true)
  })

  it('says so when the engine breaks down, and lives on', async () => {
    const impossible = { kind: 'nothing', name: 'x' } as unknown as SourceSpec
    await expect(monitor.start(impossible)).rejects.toMatchObject({ code: 'E_ENGINE_FAILED' })
    expect(monitor.status()).toMatchObject({ state: 'failed', monitoring_active: false })
    expect(await monitor.start(scan)).toBe(true)
  })

  it('answers questions about a run while it lasts and after it', async () => {
    expect(await monitor.ask('flows', { limit: 1, offset: 0 })).toBeUndefined()
    await monitor.start({ ...office, speed: 100 })
    await expect.poll(() => monitor.stats.flows, { timeout: 10_000 }).toBeGreaterThan(0)
    const during = await monitor.ask('flows', { limit: 1000, offset: 0 })
    expect(during?.total).toBeGreaterThan(0)
    await monitor.stop()
    const after = await monitor.ask('flows', { limit: 1000, offset: 0 })
    expect(after?.total).toBe(monitor.stats.flows)
    expect(after?.flows.every(({ open }) => !open)).toBe(true)
  })

  it('survives a listener that throws', async () => {
    const told: number[] = []
    const unsubscribe = monitor.onStats(() => {
      unsubscribe()
      throw new Error('a listener broke')
    })
    monitor.onStats(({ sequence }) => told.push(sequence))
    await monitor.start(scan)
    await untilOver()
    expect(told.length).toBeGreaterThan(0)
  })
})

import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { batchOf, flowQueryOf } from '../../test/flow-batches.ts'
import { pendingCountMax } from './flow-database.ts'
import { partCountMax } from './flow-files.ts'
import { FlowStore, type FlowStoreOptions, waitingFlowCountMax } from './flow-store.ts'

const start = Date.parse('2026-11-28T10:00:00.000Z')

describe('the flow store', () => {
  let folder: string
  let nowMs: number
  /** Up to when time is believed to have gone, where that is not the clock's. */
  let believedMs: number | undefined
  let closing: AsyncDisposableStack
  let store: FlowStore
  let retention: { flow_days: number; flow_bytes_max: number }
  const open = (given: Partial<FlowStoreOptions> = {}) => {
    closing = new AsyncDisposableStack()
    const options = {
      folder: join(folder, 'flows'),
      retentionNow: () => new Date(believedMs ?? nowMs),
      log: () => {},
      retention: () => retention,
    }
    store = new FlowStore({ ...options, now: () => new Date(nowMs), ...given }, closing)
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-flows-'))
    nowMs = start
    believedMs = undefined
    retention = { flow_days: 30, flow_bytes_max: 1e9 }
    open()
  })
  afterEach(async () => {
    vi.useRealTimers()
    await closing.disposeAsync()
    await rm(folder, { recursive: true })
  })

  const parquetFiles = async () =>
    (await readdir(join(folder, 'flows'))).filter((name) => name.endsWith('.parquet'))
  const total = async (asked = {}) => (await store.page(flowQueryOf(asked))).total

  it('keeps nothing on the disk until there is a flow', async () => {
    expect(await store.page(flowQueryOf({}))).toEqual({ total: 0, flows: [] })
    expect(store.state).toMatchObject({ kept: true, flow_count: 0, oldest: null })
    expect(await readdir(folder)).toEqual([])
  })

  it('answers from memory before it has written, and from files after a restart', async () => {
    store.take(batchOf({ source: '10.0.0.5', port: 443, name: 'cdn.evil.example' }), 'run')
    const shown = {
      src_ip: '10.0.0.5',
      dst_port: 443,
      end: 'closed',
      open: false,
      names: ['cdn.evil.example'],
      capture: { source: 'live', name: 'eth0' },
      sensor: 'a-sensor',
    }
    expect(await store.page(flowQueryOf({}))).toMatchObject({ total: 1, flows: [shown] })
    expect(await parquetFiles()).toEqual([])
    await closing.disposeAsync()
    open()
    expect(store.state).toMatchObject({
      kept: true,
      flow_count: 1,
      oldest: '2023-11-14T22:13:20.000Z',
    })
    expect(await store.page(flowQueryOf({}))).toMatchObject({ total: 1, flows: [shown] })
  })

  it('gives pages, those seen last first', async () => {
    store.take(batchOf(...[1, 2, 3, 4].map((seconds) => ({ seconds, port: seconds }))), 'run')
    const { flows, total: all } = await store.page(flowQueryOf({ limit: 2, offset: 1 }))
    expect([all, ...flows.map(({ dst_port }) => dst_port)]).toEqual([4, 3, 2])
  })

  it('gives the same pages over many files as over one, whatever their times', async () => {
    const seconds = [5, 1, 5, 9, 5, 2, 8, 5, 3, 7, 5, 4, 6]
    for (const [index, second] of seconds.entries()) {
      store.take(
        batchOf({ seconds: second, port: index }, { seconds: 20 - second, port: 99 }),
        'run',
      )
      if (index < seconds.length - 1) await store.write()
    }
    const pages: number[] = []
    for (let offset = 0; offset < 15; offset += 4) {
      const page = await store.page(flowQueryOf({ proto: 6, port: undefined, limit: 4, offset }))
      expect(page.total).toBe(26)
      pages.push(...page.flows.map(({ dst_port }) => dst_port))
    }
    const whole = await store.page(flowQueryOf({ limit: 100 }))
    expect(pages).toEqual(whole.flows.slice(0, 16).map(({ dst_port }) => dst_port))
    const last = await store.page(flowQueryOf({ dst_port: 99, limit: 3, offset: 12 }))
    expect([last.total, last.flows.length]).toEqual([13, 1])
  })

  it('does not keep what is still open', async () => {
    store.take(batchOf({ end: 'open' }, {}), 'run')
    expect(await total()).toBe(1)
  })

  it('writes early when many flows wait', async () => {
    await closing.disposeAsync()
    vi.useFakeTimers({ toFake: ['setInterval'] }) // A slow machine would write by the clock, too.
    open()
    const many = Array.from({ length: pendingCountMax }, () => ({}))
    store.take(batchOf(...many), 'run')
    store.take(batchOf({}), 'run')
    expect(await total()).toBe(pendingCountMax + 1)
    expect(await parquetFiles()).toHaveLength(1)
  }, 120_000) // Four seconds of a core of its own, and a minute where ten programs share two.

  it('drops and counts what the disk is too slow for', () => {
    store.take(batchOf(...Array.from({ length: waitingFlowCountMax - 40 }, () => ({}))), 'run')
    // Many small batches come while the thread starts.
    for (let count = 0; count < 40; count++) store.take(batchOf({}), 'run')
    expect(store.problems).toEqual([])
    store.take(batchOf({}, {}), 'run')
    expect(store.problems).toEqual([expect.stringMatching(/not kept: 2$/)])
  })

  it('makes one file of the parts of an hour, and keeps every flow once', async () => {
    for (const port of [1, 2, 3]) {
      store.take(batchOf({ port }), 'run')
      await store.write()
    }
    await store.maintain()
    expect(await parquetFiles()).toHaveLength(3)
    nowMs += 3_600_000
    await store.maintain()
    expect(await parquetFiles()).toHaveLength(1)
    expect(await total()).toBe(3)
  })

  it('merges within the hour when there are many parts', async () => {
    for (let part = 0; part <= partCountMax; part++) {
      store.take(batchOf({}), 'run')
      await store.write()
    }
    await store.maintain()
    expect(await parquetFiles()).toHaveLength(1)
  })

  it('forgets nothing on the word of a clock that has jumped ahead', async () => {
    store.take(batchOf({ port: 1 }), 'run')
    await store.write()
    believedMs = nowMs
    nowMs += 2 * 365 * 86_400_000
    await store.maintain()
    expect(await total()).toBe(1)
  })

  it('forgets what is too old, and what is too much', async () => {
    store.take(batchOf({ port: 1 }), 'run')
    await store.write()
    nowMs += 3_600_000
    store.take(batchOf({ port: 2 }), 'run')
    await store.write()
    retention = { flow_days: 30, flow_bytes_max: store.files[1]?.bytes ?? 0 }
    await store.maintain()
    expect((await store.page(flowQueryOf({}))).flows).toMatchObject([{ dst_port: 2 }])
    nowMs += 31 * 86_400_000
    await store.maintain()
    expect([await total(), await parquetFiles()]).toEqual([0, []])
  })

  it('removes what a crash left beside the files that the manifest lists', async () => {
    store.take(batchOf({}), 'run')
    await store.write()
    const [name = ''] = await parquetFiles()
    await writeFile(join(folder, 'flows', 'flows-left-over.parquet'), 'half')
    await closing.disposeAsync()
    open()
    expect(await total()).toBe(1)
    expect(await parquetFiles()).toEqual([name])
  })

  it('writes files that other programs read', async () => {
    store.take(batchOf({ source: '10.0.0.5', port: 443, name: 'evil.example' }), 'run-7')
    await store.write()
    const [name = ''] = await parquetFiles()
    const file = await asyncBufferFromFile(join(folder, 'flows', name))
    expect(await parquetReadObjects({ file })).toMatchObject([
      {
        run_id: 'run-7',
        src_ip: '10.0.0.5',
        dst_port: 443,
        names: 'evil.example',
        capture_source: 'live',
      },
    ])
    expect((await readFile(join(folder, 'flows', name))).subarray(0, 4).toString()).toBe('PAR1')
  })

  it('sets a damaged file aside, says so, and reads the others', async () => {
    for (const port of [1, 2]) {
      store.take(batchOf({ port }), 'run')
      await store.write()
    }
    const [first = '', second = ''] = store.files.map(({ name }) => name)
    const path = join(folder, 'flows', first)
    const bytes = await readFile(path)
    await writeFile(path, bytes.subarray(0, bytes.length / 2))
    expect((await store.page(flowQueryOf({}))).flows).toMatchObject([{ dst_port: 2 }])
    expect(await parquetFiles()).toEqual([second])
    expect(await readdir(join(folder, 'flows'))).toContain(`${first}.damaged`)
    expect(store.problems).toEqual([expect.stringContaining(`${first} cannot be read`)])
  })

  it('says what it could not write, and writes it when it can', async () => {
    store.take(batchOf({}), 'run')
    expect(await total()).toBe(1)
    await rm(join(folder, 'flows'), { recursive: true })
    await expect(store.write()).rejects.toMatchObject({ code: 'E_FLOWS_UNAVAILABLE' })
    expect(store.problems).toEqual([expect.stringContaining('flows are not written')])
    await mkdir(join(folder, 'flows'))
    await store.write()
    expect([store.problems, await parquetFiles()]).toEqual([[], [expect.any(String)]])
  })

  it('leaves the files to a reader until it is done', async () => {
    for (const port of [1, 2]) {
      store.take(batchOf({ port }), 'run')
      await store.write()
    }
    nowMs += 3_600_000
    await store.reading(async (files) => {
      await store.maintain()
      expect(await parquetFiles()).toHaveLength(files.length)
    })
    await store.maintain()
    expect(await parquetFiles()).toHaveLength(1)
  })

  it('is for the owner of the machine alone', async () => {
    store.take(batchOf({}), 'run')
    await store.write()
    const [name = ''] = await parquetFiles()
    const modeOf = async (path: string) => (await stat(path)).mode & 0o777
    expect(await modeOf(join(folder, 'flows'))).toBe(0o700)
    expect(await modeOf(join(folder, 'flows', name))).toBe(0o600)
    expect(await modeOf(join(folder, 'flows', 'manifest.json'))).toBe(0o600)
  })

  it('says from the start that it keeps nothing where DuckDB has no binary', async () => {
    await closing.disposeAsync()
    open({ missing: () => 'no binary' })
    expect(store.state).toMatchObject({ kept: false, reason: 'no binary' })
    expect(store.problems).toEqual(['flows of earlier runs are not kept: no binary'])
    store.take(batchOf({}), 'run')
    await store.write()
    await store.maintain()
    await expect(store.page(flowQueryOf({}))).rejects.toMatchObject({ code: 'E_FLOWS_UNAVAILABLE' })
    expect(await readdir(folder)).toEqual([])
  })

  it('says why it keeps nothing where its files cannot be read', async () => {
    await closing.disposeAsync()
    await rm(join(folder, 'flows'), { recursive: true, force: true })
    await writeFile(join(folder, 'flows'), 'a file where the folder should be')
    open()
    store.take(batchOf({}), 'run')
    await expect(store.page(flowQueryOf({}))).rejects.toMatchObject({ code: 'E_FLOWS_UNAVAILABLE' })
    expect(store.state).toMatchObject({ kept: false, reason: expect.any(String) })
    expect(store.problems).toEqual([expect.stringContaining('not kept')])
  })
})

describe('a filter of flows', () => {
  let folder: string
  let store: FlowStore
  const closing = new AsyncDisposableStack()
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-flows-'))
    closing.defer(() => rm(folder, { recursive: true }))
    const retention = () => ({ flow_days: 30, flow_bytes_max: 1e9 })
    const now = () => new Date(start)
    const options = { folder, log: () => {}, retention, now, retentionNow: now }
    store = new FlowStore(options, closing)
    const v6 = { source: '2001:db8::1', target: '2001:db8::2', name: 'notevil.example' }
    store.take(
      batchOf(
        { source: '10.0.0.1', port: 443, name: 'cdn.evil.example' },
        { source: '10.0.0.5', port: 53, name: 'evil.example', seconds: 1 },
        { source: '10.0.0.6', target: '10.0.0.9', port: 80, seconds: 2 },
        { ...v6, port: 443, seconds: 3 },
      ),
      'run',
    )
    store.take(batchOf({ source: '10.9.0.1', target: '10.9.0.2', port: 9, seconds: 9 }), 'twice.2')
    await store.write()
  })
  afterAll(() => closing.disposeAsync())

  it('knows the run of a capture that was started again', async () => {
    const { flows } = await store.page(flowQueryOf({ run_id: 'twice' }))
    expect(flows).toMatchObject([{ src_ip: '10.9.0.1', run_id: 'twice' }])
  })

  it('knows a host by each spelling of its address', async () => {
    expect(await store.host({ address: '2001:DB8:0::1' })).toMatchObject({
      address: '2001:db8::1',
      flows: 1,
    })
  })

  it.each([
    ['an address', { ip: '10.0.0.6' }, 1],
    ['a network', { src_ip: '10.0.0.0/30' }, 1],
    ['every IPv4 address', { ip: '0.0.0.0/0' }, 4],
    ['an IPv6 network', { dst_ip: '2001:db8::/32' }, 1],
    ['a wide IPv6 network', { ip: '2000::/3' }, 1],
    ['a port', { dst_port: 53 }, 1],
    ['either port', { port: 443 }, 2],
    ['a name', { name: 'cdn.evil.example' }, 1],
    ['a domain', { name: 'Evil.example' }, 2],
    ['a part of a name', { name: 'vil.example' }, 0],
    ['a wildcard', { name: '%' }, 0],
    ['a quote', { name: "' or true --" }, 0],
    ['an application', { application: 'unknown' }, 5],
    ['another sensor', { sensor: 'b' }, 0],
    ['its run', { run_id: 'run' }, 4],
    ['a part of a run', { run_id: 'ru' }, 0],
    ['a source', { source: 'live' as const }, 5],
    ['another source', { source: 'pcap' as const }, 0],
    ['a time before', { to: '2023-11-14T22:13:20.500Z' }, 1],
    ['a time after', { from: '2023-11-14T22:13:22.500Z' }, 2],
    ['several fields', { ip: '10.0.0.5', dst_port: 443, proto: 6 }, 0],
  ])('finds by %s', async (_, asked, expected) => {
    expect((await store.page(flowQueryOf(asked))).total).toBe(expected)
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { AppError } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeDetection, manySources } from '../../test/detections.ts'
import { ConfigService } from '../config/config-service.ts'
import { ChannelRegistry } from '../notify/channel/channel-registry.ts'
import type { Database } from '../store/database.ts'
import { openDatabase } from '../store/open-database.ts'
import { SqlAlertStore } from '../store/sql-alert-store.ts'
import { SqlAnomalyStore } from '../store/sql-anomaly-store.ts'
import { SqlConfigStore } from '../store/sql-config-store.ts'
import type { MergeResult } from './alert-store.ts'
import { AlertWriter, type StorageState } from './alert-writer.ts'

describe('the writer of alerts', () => {
  let folder: string
  let db: Kysely<Database>
  let alerts: SqlAlertStore
  let anomalies: SqlAnomalyStore
  let config: ConfigService
  let now: Date
  let failures: AppError[]
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-'))
    db = await openDatabase(join(folder, 'net-anomaly.sqlite'))
    alerts = new SqlAlertStore(db)
    anomalies = new SqlAnomalyStore(db)
    config = await ConfigService.open({
      store: new SqlConfigStore(db),
      channels: new ChannelRegistry([]),
    })
    now = new Date('2026-01-02T04:00:00Z')
    failures = []
  })
  afterEach(async () => {
    await db.destroy()
    await rm(folder, { recursive: true })
  })

  const log = (failure: AppError) => failures.push(failure)
  const keep = (wait?: () => Promise<unknown>) =>
    new AlertWriter({ alerts, config, log, now: () => now, ...(wait ? { wait } : {}) })
  const pragma = (text: string) => sql.raw(`pragma ${text}`).execute(db)

  it('stores what it takes, in its order, and tells of it afterwards', async () => {
    const writer = keep()
    const told: MergeResult[] = []
    const stop = writer.onAlerts((result) => told.push(result))
    writer.take([makeDetection({ detection_id: 'a' })], 'run-1')
    writer.take([makeDetection({ detection_id: 'b' })], 'run-1')
    await writer.settled()
    expect(told).toMatchObject([{ created: [{ count: 1 }] }, { updated: [{ count: 2 }] }])
    stop()
    writer.take([makeDetection({ detection_id: 'c' })], 'run-1')
    await writer.settled()
    expect(told).toHaveLength(2)
    expect(writer.storage).toEqual({ state: 'ok', reason: null, held: 0, dropped: 0 })
  })

  it('makes no alert of what is below the least severity, but keeps it on record', async () => {
    await config.change({ min_severity: 'medium' }, now)
    const writer = keep()
    writer.take([makeDetection({ detection_id: 'a', severity: 'low' })], 'run-1')
    await writer.settled()
    expect(await alerts.count({})).toBe(0)
    expect(await anomalies.summarize({})).toMatchObject({ total: 1, anomaly_count: 1 })
  })

  it('groups a flood of one noisy host, and loses no other host in it', async () => {
    const writer = keep()
    const noisy = Array.from({ length: 6_000 }, (_, index) =>
      makeDetection({ detection_id: `n${index}`, source: '10.9.9.9' }),
    )
    let toldCount = 0
    writer.onAlerts(() => toldCount++)
    writer.take(noisy.slice(0, 3_000), 'run-1')
    writer.take(manySources(10), 'run-1')
    writer.take(noisy.slice(3_000), 'run-1')
    await writer.settled()
    expect(await alerts.count({})).toBe(11)
    const { alerts: rows } = await alerts.list({
      filter: { source: ['10.9.9.9'] },
      sort: 'count',
      order: 'desc',
      limit: 1,
    })
    expect(rows).toMatchObject([{ count: 6_000, severity: 'medium' }])
    expect(toldCount).toBeLessThan(20)
  })

  it.each([
    ['read-only', 'query_only = 1', 'query_only = 0', /readonly/],
    ['full', 'max_page_count = 1', 'max_page_count = 1000000', /full/],
  ])('holds what comes while the database is %s, and stores it later', async (...given) => {
    const [, broken, mended, reason] = given
    const states: StorageState[] = []
    const writer = keep(async () => {
      states.push(writer.storage)
      await pragma(mended)
    })
    await pragma(broken)
    writer.take(manySources(3_000), 'run-1')
    await writer.settled()
    expect(states).toEqual([
      { state: 'degraded', reason: expect.stringMatching(reason), held: 3_000, dropped: 0 },
    ])
    expect(writer.storage).toEqual({ state: 'ok', reason: null, held: 0, dropped: 0 })
    expect(await alerts.count({})).toBe(3_000)
  })

  it('tells when what was taken is stored, though more keeps coming', async () => {
    const writer = keep()
    let round = 0
    let isStored = false
    writer.onAlerts(() => {
      if (isStored) return
      writer.take(manySources(300, { kind: `k${round}` }), `more-${round}`)
      round++
    })
    writer.take(manySources(1_500), 'run-1')
    await writer.caughtUp()
    isStored = true
    expect(writer.storage.held).toBeGreaterThan(0)
    expect(await alerts.count({ kind: ['port_scan'] })).toBe(1_500)
    await writer.settled()
    await writer.caughtUp()
  })

  it('keeps no caller waiting while the database fails', async () => {
    await pragma('query_only = 1')
    const writer = keep()
    writer.take(manySources(10), 'run-1')
    await writer.caughtUp()
    expect(writer.storage.state).toBe('degraded')
    await writer.caughtUp()
    await writer.close()
    await pragma('query_only = 0')
  })

  it('counts what it cannot hold any more', async () => {
    await pragma('query_only = 1')
    let mend = () => {}
    const wait = () => new Promise<void>((resolve) => (mend = resolve))
    const writer = new AlertWriter({
      alerts,
      config,
      log,
      now: () => now,
      wait,
      heldCountMax: 1_000,
    })
    for (let round = 0; round < 3; round++) {
      writer.take(manySources(500, { kind: `k${round}` }), `run-${round}`)
    }
    expect(writer.storage).toMatchObject({ held: 1_000, dropped: 500 })
    await writer.caughtUp()
    await pragma('query_only = 0')
    mend()
    await writer.settled()
    expect(writer.storage).toMatchObject({ state: 'ok', held: 0, dropped: 500 })
    expect(await alerts.count({})).toBe(1_000)
  })

  it('gives up a batch that can never be stored, and goes on with the next', async () => {
    await sql
      .raw(`create trigger refuse before insert on alert when new.kind = 'poison'
        begin select raise(abort, 'refused'); end`)
      .execute(db)
    const writer = keep()
    writer.take([makeDetection({ detection_id: 'a', kind: 'poison' })], 'run-1')
    writer.take([makeDetection({ detection_id: 'b' })], 'run-2')
    await writer.settled()
    expect(writer.storage).toEqual({ state: 'ok', reason: null, held: 0, dropped: 1 })
    expect(await alerts.count({})).toBe(1)
    expect(failures).toMatchObject([{ code: 'E_ALERTS_LOST', cause: expect.anything() }])
  })

  it('survives a listener that fails', async () => {
    const writer = keep()
    writer.onAlerts(() => {
      throw new Error('a fault of the listener')
    })
    writer.take([makeDetection({ detection_id: 'a' })], 'run-1')
    await writer.settled()
    expect(writer.storage).toMatchObject({ state: 'ok', held: 0 })
    expect(await alerts.count({})).toBe(1)
    expect(failures).toMatchObject([{ code: 'E_LISTENER_FAILED', cause: expect.any(Error) }])
  })

  it('writes what is waiting before it closes', async () => {
    const writer = keep()
    writer.take(manySources(2_500), 'run-1')
    await writer.close()
    expect(await alerts.count({})).toBe(2_500)
  })

  it('stops waiting for a broken database when it is closed', async () => {
    await pragma('query_only = 1')
    const writer = keep()
    writer.take(manySources(10), 'run-1')
    await vi.waitUntil(() => writer.storage.state === 'degraded')
    await writer.close()
    expect(writer.storage).toMatchObject({ state: 'degraded', held: 10 })
    await pragma('query_only = 0')
  })
})

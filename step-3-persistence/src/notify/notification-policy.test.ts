import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { type Detection, printFailure } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection, manySources } from '../../test/detections.ts'
import { pagerKind } from '../../test/made-up-channel.ts'
import { applyThresholds } from '../alert/apply-thresholds.ts'
import { ConfigService } from '../config/config-service.ts'
import type { Database } from '../store/database.ts'
import { openDatabase } from '../store/open-database.ts'
import { SqlAlertStore } from '../store/sql-alert-store.ts'
import { SqlConfigStore } from '../store/sql-config-store.ts'
import { SqlDeliveryStore } from '../store/sql-delivery-store.ts'
import { DeliveryError, type Notification } from './channel/channel.ts'
import { ChannelRegistry } from './channel/channel-registry.ts'
import { DeliveryWorker } from './delivery-worker.ts'
import { messagesOfSourceMax, messagesPerMinuteMax } from './message-budget.ts'
import { NotificationPolicy } from './notification-policy.ts'

const thresholds = {
  thresholds: { low: 0.5, medium: 0.7, high: 0.9 },
  minSeverity: 'info',
} as const

describe('what is sent', () => {
  let folder: string
  let db: Kysely<Database>
  let alerts: SqlAlertStore
  let deliveries: SqlDeliveryStore
  let config: ConfigService
  let policy: NotificationPolicy
  let answers: (DeliveryError | null)[]
  let nowMs: number
  let runCount: number
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-'))
    db = await openDatabase(join(folder, 'net-anomaly.sqlite'))
    nowMs = Date.parse('2026-01-02T04:00:00Z')
    runCount = 0
    answers = [null]
    pager.pages.length = 0
    alerts = new SqlAlertStore(db)
    deliveries = new SqlDeliveryStore(db)
    config = await ConfigService.open({
      store: new SqlConfigStore(db),
      channels: new ChannelRegistry([pager.kind]),
    })
    policy = new NotificationPolicy({ alerts, deliveries, config, now })
    const channels = { pager: { enabled: true, min_severity: 'medium' } }
    await config.change({ channels, cooldown_seconds: 300 }, now())
  })
  afterEach(async () => {
    await db.destroy()
    await rm(folder, { recursive: true })
  })

  const pager = pagerKind(() => answers[Math.min(pager.pages.length, answers.length) - 1] ?? null)
  const now = () => new Date(nowMs)
  const pass = (seconds: number) => {
    nowMs += seconds * 1000
  }
  const see = async (...detections: Detection[]) => {
    const judged = detections.map((one) => applyThresholds(one, thresholds))
    await policy.note(await alerts.merge({ runId: `run-${runCount++}`, judged, now: now() }))
  }
  const one = (given: Partial<Detection> = {}) => makeDetection({ detection_id: 'a', ...given })
  /** What is in the outbox, oldest first, and no longer afterwards. */
  const told = async (): Promise<Notification[]> => {
    const due = await deliveries.due(now(), 1_000)
    for (const { delivery_id } of due) {
      await deliveries.settle(delivery_id, { kind: 'sent' }, now())
    }
    return due.map(({ notification }) => notification)
  }

  it('is the first of a group at once, then a digest after the cooldown', async () => {
    await see(one())
    expect(await told()).toMatchObject([{ kind: 'alert', heldCount: 0, severity: 'medium' }])
    for (let round = 0; round < 5; round++) await see(one())
    await policy.tick()
    expect(await told()).toEqual([])
    pass(300)
    await policy.tick()
    expect(await told()).toMatchObject([{ kind: 'digest', heldCount: 5, alert: { count: 6 } }])
    pass(300)
    await policy.tick()
    expect(await told()).toEqual([])
  })

  it('is a rise in severity, in spite of the cooldown', async () => {
    await see(one())
    await see(one({ severity: 'critical' }))
    expect(await told()).toMatchObject([{ severity: 'medium' }, { severity: 'critical' }])
  })

  it('is no update of a detection, neither at once nor later, unless it makes the alert graver', async () => {
    const update = async (given: Partial<Detection>) => {
      runCount = 0
      await see(one(given))
      await policy.tick()
      return told()
    }
    await see(one())
    expect(await told()).toHaveLength(1)
    expect(await update({ revision: 2, title: 'newer' })).toEqual([])
    pass(300)
    await policy.tick()
    expect(await told()).toEqual([])
    expect(await update({ revision: 3, title: 'newest' })).toEqual([])
    expect(await update({ revision: 4, severity: 'critical' })).toMatchObject([
      { kind: 'alert', severity: 'critical', heldCount: 0, alert: { count: 1 } },
    ])
  })

  it('is not what is below the least severity of a channel', async () => {
    await see(one({ severity: 'low' }))
    expect(await told()).toEqual([])
    await see(one({ severity: 'high' }))
    expect(await told()).toHaveLength(1)
  })

  it.each(['acknowledged', 'false_positive', 'escalated'] as const)(
    'is nothing more of what a user has %s',
    async (status) => {
      await see(one())
      const [first] = await told()
      const alertIds = [first?.alert?.alert_id ?? '']
      await alerts.change({ kind: 'ids', alertIds }, { status, author: 'ana', now: now() })
      pass(10_000)
      await see(one())
      await policy.tick()
      expect(await told()).toEqual([])
    },
  )

  it('is a resolved matter that goes on', async () => {
    await see(one())
    const [first] = await told()
    const change = { status: 'resolved', author: 'ana', now: now() } as const
    await alerts.change({ kind: 'ids', alertIds: [first?.alert?.alert_id ?? ''] }, change)
    pass(10_000)
    await see(one())
    expect(await told()).toMatchObject([{ alert: { status: 'new', count: 2 } }])
  })

  it('is every other host in spite of a noisy one', async () => {
    for (let round = 0; round < 50; round++) {
      await see(one({ source: '10.9.9.9' }))
    }
    await see(...manySources(5))
    const sources = (await told()).map(({ alert }) => alert?.source)
    expect(sources.sort()).toEqual([
      '10.0.0.0',
      '10.0.0.1',
      '10.0.0.2',
      '10.0.0.3',
      '10.0.0.4',
      '10.9.9.9',
    ])
    pass(300)
    await policy.tick()
    expect(await told()).toMatchObject([{ kind: 'digest', heldCount: 49 }])
  })

  it('is bounded a minute, and nothing beyond is dropped silently', async () => {
    await see(...manySources(200))
    const sentCount = messagesPerMinuteMax / 3
    expect(await told()).toHaveLength(sentCount)
    await policy.tick()
    expect(await told()).toEqual([])
    pass(61)
    await policy.tick()
    const [digest, ...rest] = await told()
    expect(rest).toEqual([])
    expect(digest).toMatchObject({ kind: 'digest', alert: null, severity: 'medium' })
    expect(digest?.title).toContain(`${200 - sentCount} more alerts`)
  })

  it('is what is critical before all else, and states what was held back', async () => {
    await see(...manySources(200))
    await told()
    const grave = { kind: 'log4shell', severity: 'critical' } as const
    await see(...manySources(3, { kind: 'brute_force', severity: 'high' }), one(grave))
    const messages = await told()
    expect(messages.map(({ severity }) => severity)).toEqual(['critical', 'high', 'high', 'high'])
    expect(messages.map(({ heldBack }) => heldBack)).toEqual([
      expect.stringMatching(/^190 more alerts .* \(190 medium\)/),
      ...[undefined, undefined, undefined],
    ])
    pass(61)
    await policy.tick()
    expect(await told()).toEqual([])
  })

  it('leaves room for every other source, whatever one sends', async () => {
    const kinds = (count: number, source: string) =>
      Array.from({ length: count }, (_, index) =>
        one({
          detection_id: `${source}-${index}`,
          kind: `k${index}`,
          source,
          severity: 'critical',
        }),
      )
    await see(...kinds(50, '10.9.9.9'))
    expect(await told()).toHaveLength(messagesOfSourceMax)
    await see(...kinds(2, '10.0.0.1'))
    expect((await told()).map(({ alert }) => alert?.source)).toEqual(['10.0.0.1', '10.0.0.1'])
    await policy.tick()
    expect(await told()).toEqual([])
    // Each of them has its own message in the end.
    for (const left of [38, 26, 14, 2]) {
      pass(61)
      await policy.tick()
      expect(await told()).toHaveLength(Math.min(left, messagesOfSourceMax))
    }
    pass(61)
    await policy.tick()
    expect(await told()).toEqual([])
  })

  it('waits in the outbox over a restart', async () => {
    await see(one())
    await db.destroy()
    db = await openDatabase(join(folder, 'net-anomaly.sqlite'))
    deliveries = new SqlDeliveryStore(db)
    expect(await told()).toMatchObject([{ kind: 'alert', alert: { source: '10.0.0.5' } }])
  })

  describe('is carried by a worker who', () => {
    const worker = () => new DeliveryWorker({ deliveries, config, now, log: printFailure })
    const tries = () => pager.pages.length
    const listed = async () => (await deliveries.list({ limit: 10, offset: 0 })).deliveries
    const busy = new DeliveryError('the other side answered 503', { mayPass: true })
    const wrong = new DeliveryError('the other side answered 404', { mayPass: false })

    it('tries again until it is taken', async () => {
      answers = [busy, busy, null]
      await see(one())
      const carrier = worker()
      await carrier.run()
      expect(await listed()).toMatchObject([
        { state: 'waiting', attempts: 1, error: busy.message, next_try_at: expect.any(String) },
      ])
      await carrier.run()
      expect(tries()).toBe(1)
      for (const seconds of [10, 60]) {
        pass(seconds)
        await carrier.run()
      }
      expect(await listed()).toMatchObject([{ state: 'sent', attempts: 3, error: null }])
    })

    it('gives up after five tries, and tries again on request', async () => {
      answers = [busy]
      await see(one())
      const carrier = worker()
      for (let round = 0; round < 10; round++) {
        await carrier.run()
        pass(3_600)
      }
      expect(tries()).toBe(5)
      const [dead] = await listed()
      expect(dead).toMatchObject({ state: 'dead', attempts: 5, next_try_at: null })
      answers = [null]
      expect(await deliveries.revive(dead?.delivery_id ?? '', now())).toBe(true)
      await carrier.run()
      expect(await listed()).toMatchObject([{ state: 'sent' }])
      expect(await deliveries.revive(dead?.delivery_id ?? '', now())).toBe(false)
    })

    it('does not insist where it is no use', async () => {
      answers = [wrong]
      await see(one())
      await worker().run()
      expect(await listed()).toMatchObject([{ state: 'dead', attempts: 1, error: wrong.message }])
    })

    it('carries nothing to a channel that was switched off meanwhile', async () => {
      answers = [null]
      await see(one())
      await config.change({ channels: { pager: { enabled: false } } }, now())
      await worker().run()
      expect(tries()).toBe(0)
      expect(await listed()).toMatchObject([
        { state: 'dead', error: 'the channel is switched off' },
      ])
    })

    it('carries each delivery once, though two ask it to', async () => {
      answers = [null]
      await see(...manySources(12, { severity: 'high' }))
      const carrier = worker()
      await Promise.all([carrier.run(), carrier.run()])
      expect(tries()).toBe(12)
    })

    it('forgets the oldest of what is done', async () => {
      answers = [null]
      for (let round = 0; round < 4; round++) {
        pass(1)
        await see(one({ kind: `k${round}` }))
        await worker().run()
      }
      expect(await deliveries.prune(2)).toBe(2)
      expect((await listed()).map(({ title }) => title)).toHaveLength(2)
    })
  })
})

import { DatabaseSync } from 'node:sqlite'
import type { Detection } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { alert as alertSchema } from '../src/alert/alert.ts'
import { alertExample } from '../src/alert/alert-example.ts'
import { batchCountMax, DetectionQueue, heldCountMax } from '../src/alert/detection-queue.ts'
import { detectorCountMax, evidenceCountMax, reasonCountMax } from '../src/alert/fold-detections.ts'
import { groupKey, partLengthMax } from '../src/alert/group-key.ts'
import { rememberedCountMax, stixFormat } from '../src/export/stix.ts'
import {
  messageLengthMax,
  subjectLengthMax,
  subjectOf,
  textOf,
} from '../src/notify/channel/message.ts'
import { keptCountMax, parallelCountMax } from '../src/notify/delivery-worker.ts'
import { HeldBack, waitingCountMax } from '../src/notify/held-back.ts'
import { messagesPerMinuteMax } from '../src/notify/message-budget.ts'
import { pageSizeMax as alertPageSizeMax } from '../src/routes/alert-query.ts'
import { noteLengthMax } from '../src/routes/alerts.ts'
import { pageSizeMax as anomalyPageSizeMax } from '../src/routes/anomalies.ts'
import { smallBodyBytesMax } from '../src/routes/body-limits.ts'
import { idCountMax } from '../src/routes/bulk-change.ts'
import { listLengthMax } from '../src/routes/query-values.ts'
import { searchableLengthMax } from '../src/store/alert-row.ts'
import { changeCountMax } from '../src/store/change-refusals.ts'
import { suppressionCountMax } from '../src/store/sql-suppression-store.ts'
import { SqliteSession } from '../src/store/sqlite-session.mjs'
import { sliceRowCountMax, statementCountMax } from '../src/store/sqlite-thread.ts'
import { nameLengthMax, suppressionRule, valueCountMax } from '../src/suppress/suppression.ts'
import { makeDetection, manySources } from './detections.ts'
import { pagerKind } from './made-up-channel.ts'
import { type OpenedApp, openApp } from './open-app.ts'

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const now = new Date('2026-01-02T04:00:00.000Z')
const example = alertSchema.parse(alertExample)

/** Both sides of each: what fits, and what is one more. */
describe('a limit', () => {
  let opened: OpenedApp
  /** Deliveries that are on their way at the same moment, and the most that ever were. */
  let atOnce: number
  let atOnceMost: number
  const pager = pagerKind()
  const slowPager: typeof pager.kind = {
    ...pager.kind,
    open: () => ({
      async deliver() {
        atOnceMost = Math.max(atOnceMost, ++atOnce)
        await new Promise((resolve) => setImmediate(resolve))
        atOnce--
      },
    }),
  }
  beforeEach(async () => {
    atOnce = atOnceMost = 0
    opened = await openApp({ channels: [slowPager] })
  })
  afterEach(() => opened.close())

  const store = async (detections: readonly Detection[], run = 'run-1') => {
    opened.persistence.writer.take(detections, run)
    await opened.persistence.writer.settled()
  }
  const onlyAlert = async () => {
    const { alerts } = opened.persistence
    const query = { sort: 'last_seen', order: 'desc', limit: 1 } as const
    const [alert] = (await alerts.list({ filter: {}, ...query })).alerts
    return await alerts.get(alert?.alert_id ?? '')
  }
  const statusOf = async (method: string, path: string, body?: string) => {
    const headers = { 'content-type': 'application/json' }
    const content = body === undefined ? {} : { headers, body }
    return (await opened.request(path, { method, ...content })).status
  }
  const notification = { kind: 'alert', severity: 'high', heldCount: 0 } as const

  describe('of an alert', () => {
    it('is that of the detectors that it names', async () => {
      const names = upTo(detectorCountMax + 1).map((index) => `d${String(index).padStart(2, '0')}`)
      const detections = names.map((detector) =>
        makeDetection({ detection_id: detector, detector }),
      )
      await store(detections.slice(0, -1))
      expect((await onlyAlert())?.detectors).toHaveLength(detectorCountMax)
      await store(detections.slice(-1), 'run-2')
      expect((await onlyAlert())?.detectors).toEqual(names.slice(0, -1))
    })

    it('is that of its reasons', async () => {
      const reasons = upTo(reasonCountMax + 1).map((index) => ({
        ...{ feature: `f${index}`, actual: index, typical: 0, unit: 'packets' },
      }))
      await store([makeDetection({ detection_id: 'a', reasons })])
      expect((await onlyAlert())?.reasons).toEqual(reasons.slice(0, -1))
    })

    it('is that of its evidence: the earliest and the latest packets stay', async () => {
      const evidence = upTo(evidenceCountMax + 1).map((index) => ({
        index,
        offset: 0,
        time: index,
      }))
      await store([makeDetection({ detection_id: 'a', evidence })])
      const half = evidenceCountMax / 2
      expect((await onlyAlert())?.evidence).toEqual([
        ...evidence.slice(0, half),
        ...evidence.slice(-half),
      ])
    })

    it('is that of a part of its key, which a longer one fills with a hash', () => {
      const partOf = (length: number, last: string) => {
        const kind = 'k'.repeat(length - 1) + last
        return groupKey(makeDetection({ detection_id: 'a', kind })).split('|')[1] ?? ''
      }
      expect(partOf(partLengthMax, 'x')).toBe(`${'k'.repeat(partLengthMax - 1)}x`)
      const longer = ['x', 'y'].map((last) => partOf(partLengthMax + 1, last))
      expect(longer.map((part) => part.length)).toEqual([partLengthMax, partLengthMax])
      expect(longer[0]).not.toBe(longer[1])
    })

    it('is that of the text in which words are looked for', async () => {
      const words = `early ${'-'.repeat(searchableLengthMax)} late`
      await store([makeDetection({ detection_id: 'a', title: words })])
      const { alerts } = opened.persistence
      expect(await alerts.count({ q: 'early' })).toBe(1)
      expect(await alerts.count({ q: 'late' })).toBe(0)
    })
  })

  describe('of the way to the database', () => {
    it('is that of the detections that wait', () => {
      const queue = new DetectionQueue()
      queue.push(manySources(heldCountMax), 'run-1')
      expect(queue).toMatchObject({ count: heldCountMax, dropped: 0 })
      queue.push(manySources(1), 'run-1')
      expect(queue).toMatchObject({ count: heldCountMax, dropped: 1 })
    })

    it('is that of a batch', () => {
      const queue = new DetectionQueue()
      queue.push(manySources(batchCountMax + 1), 'run-1')
      expect(queue.peek()?.detections).toHaveLength(batchCountMax)
      queue.shift()
      expect(queue.peek()?.detections).toHaveLength(1)
    })

    const sessionLimits = { statementCountMax, sliceRowCountMax }
    it('is that of prepared statements: the one used longest ago is prepared again', () => {
      const database = new DatabaseSync(':memory:')
      const prepare = vi.spyOn(database, 'prepare')
      const session = new SqliteSession(database, sessionLimits)
      const ask = (index: number) => session.run(`select ${index}`, [])
      for (const index of upTo(statementCountMax)) ask(index)
      ask(0)
      expect(prepare).toHaveBeenCalledTimes(statementCountMax)
      ask(statementCountMax) // Now 1 has to go, because 0 was asked again.
      ask(0)
      expect(prepare).toHaveBeenCalledTimes(statementCountMax + 1)
      ask(1)
      expect(prepare).toHaveBeenCalledTimes(statementCountMax + 2)
      session.close()
    })

    it('is that of rows that cross to the server at once', () => {
      const session = new SqliteSession(new DatabaseSync(':memory:'), sessionLimits)
      const rows = (count: number) =>
        session.run(
          `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?) select i from n`,
          [count],
        )
      expect(rows(sliceRowCountMax)).toMatchObject({ hasMore: false })
      const first = rows(sliceRowCountMax + 1)
      expect(first).toMatchObject({ hasMore: true, rows: { length: sliceRowCountMax } })
      expect(session.more()).toMatchObject({ hasMore: false, rows: [[sliceRowCountMax + 1]] })
      session.close()
    })

    it('is that of alerts that are changed at once', async () => {
      const { alerts } = opened.persistence
      await store(manySources(changeCountMax))
      const change = { status: 'resolved', author: 'ana', now } as const
      const all = (expectedCount: number) =>
        alerts.change({ kind: 'filter', filter: {}, expectedCount }, change)
      const { changed } = await all(changeCountMax)
      expect(changed).toHaveLength(changeCountMax)
      await store([makeDetection({ detection_id: 'one more', kind: 'x' })], 'run-2')
      await expect(all(changeCountMax + 1)).rejects.toMatchObject({ code: 'E_TOO_MANY_ALERTS' })
    })

    it('is that of suppressions', async () => {
      const { suppressions } = opened.persistence
      const add = (index: number) => {
        const rule = { kind: [`k${index}`] }
        const draft = { rule, reason: 'noise', author: 'ana', expiresAt: null }
        return suppressions.add(draft, now)
      }
      for (const index of upTo(suppressionCountMax)) await add(index)
      await expect(add(suppressionCountMax)).rejects.toMatchObject({
        code: 'E_TOO_MANY_SUPPRESSIONS',
      })
      expect(await suppressions.list()).toHaveLength(suppressionCountMax)
    })
  })

  describe('of notifications', () => {
    const switchOn = () =>
      opened.persistence.config.change({ channels: { pager: { enabled: true } } }, new Date())

    it('is that of messages in a minute', async () => {
      await switchOn()
      await store(manySources(messagesPerMinuteMax + 1, { severity: 'critical' }))
      const { deliveries } = opened.persistence
      const count = async () => (await deliveries.list({ limit: 1, offset: 0 })).total
      await expect.poll(count, { timeout: 5_000 }).toBe(messagesPerMinuteMax)
      await opened.persistence.writer.settled()
      expect(await count()).toBe(messagesPerMinuteMax)
    })

    it('is that of grave alerts that wait for a message of their own', () => {
      const held = new HeldBack()
      for (const index of upTo(waitingCountMax + 1)) {
        held.hold({ alertId: String(index), source: '10.0.0.1', severity: 'high' })
      }
      expect(held.waiting).toHaveLength(waitingCountMax)
      expect(held.takeSentence('high')).toMatch(/^1 more alert .* \(1 high\)/)
    })

    it('is that of deliveries at once, and of those that are kept when they are done', async () => {
      await switchOn()
      const { deliveries } = opened.persistence
      const many = upTo(keptCountMax + 200).map(() => 'pager')
      await deliveries.add({ ...notification, title: 'x', alert: null }, many, new Date(0))
      const sent = async () => (await deliveries.list({ state: 'sent', limit: 1, offset: 0 })).total
      await expect
        .poll(sent, { timeout: 20_000, interval: 200 })
        .toBeGreaterThan(keptCountMax - 500)
      const waiting = async () =>
        (await deliveries.list({ state: 'waiting', limit: 1, offset: 0 })).total
      await expect.poll(waiting, { timeout: 20_000, interval: 200 }).toBe(0)
      // Those of the same millisecond as the oldest that stays, stay too: one round at most.
      await expect.poll(sent).toBeLessThan(keptCountMax + parallelCountMax)
      expect(await sent()).toBeGreaterThanOrEqual(keptCountMax)
      expect(atOnceMost).toBe(parallelCountMax)
    })

    it('is that of a subject', () => {
      const subject = (length: number) =>
        subjectOf({ ...notification, title: 'x'.repeat(length), alert: null })
      const mark = '[HIGH] '.length
      expect(subject(subjectLengthMax - mark)).toHaveLength(subjectLengthMax)
      expect(subject(subjectLengthMax - mark + 1)).toHaveLength(subjectLengthMax)
    })

    it('is that of a message', () => {
      const template = '{{title}}'.repeat(50)
      const message = (length: number) =>
        textOf(
          { ...notification, title: '', alert: { ...example, title: 'x'.repeat(length) } },
          template,
        )
      expect(message(messageLengthMax / 50)).toHaveLength(messageLengthMax)
      expect(message(messageLengthMax / 50 + 1)).toHaveLength(messageLengthMax)
    })
  })

  it('of an export is that of the objects that are remembered as written', () => {
    const { entry } = stixFormat.start()
    const alertAt = (index: number) => ({
      ...{ ...example, alert_id: String(index), target: null, technique: null },
      source: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    })
    const writes = (index: number) => entry(alertAt(index)).includes('"ipv4-addr"')
    // An alert of one address without a technique makes four objects.
    const alertCount = rememberedCountMax / 4
    expect(upTo(alertCount).every(writes)).toBe(true)
    expect([writes(0), writes(alertCount - 1)]).toEqual([false, false])
    expect([writes(alertCount), writes(alertCount)]).toEqual([true, true])
  })

  describe('of a request', () => {
    it.each([
      ['alerts a page', (size: number) => `/api/alerts?limit=${size}`, alertPageSizeMax],
      ['records a page', (size: number) => `/api/anomalies?limit=${size}`, anomalyPageSizeMax],
      [
        'values of a list',
        (size: number) => `/api/alerts?kind=${upTo(size).map((index) => `k${index}`)}`,
        listLengthMax,
      ],
    ])('is that of the %s', async (_, pathOf, most) => {
      expect(await statusOf('GET', pathOf(most))).toBe(200)
      expect(await statusOf('GET', pathOf(most + 1))).toBe(400)
    })

    it('is that of a note', async () => {
      await store([makeDetection({ detection_id: 'a' })])
      const alert = await onlyAlert()
      const note = (length: number) =>
        statusOf(
          'PATCH',
          `/api/alerts/${alert?.alert_id}`,
          JSON.stringify({ note: 'x'.repeat(length) }),
        )
      expect(await note(noteLengthMax)).toBe(200)
      expect(await note(noteLengthMax + 1)).toBe(400)
    })

    it('is that of the alerts that it names', async () => {
      const change = (count: number) => {
        const alert_ids = upTo(count).map((index) => index.toString(16).padStart(24, '0'))
        return statusOf(
          'POST',
          '/api/alerts/bulk',
          JSON.stringify({ alert_ids, status: 'resolved' }),
        )
      }
      expect(await change(idCountMax)).toBe(200)
      expect(await change(idCountMax + 1)).toBe(400)
    })

    it('is that of its body', async () => {
      const body = (bytes: number) => `{}${' '.repeat(bytes - 2)}`
      expect(await statusOf('PUT', '/api/config', body(smallBodyBytesMax))).toBe(200)
      expect(await statusOf('PUT', '/api/config', body(smallBodyBytesMax + 1))).toBe(413)
    })

    it.each([
      ['values of a field', (size: number) => ({ kind: upTo(size).map(String) }), valueCountMax],
      ['characters of a name', (size: number) => ({ kind: ['x'.repeat(size)] }), nameLengthMax],
      [
        'characters of a group',
        (size: number) => ({ target_group: 'x'.repeat(size) }),
        nameLengthMax,
      ],
    ])('is that of the %s of a rule', (_, ruleOf, most) => {
      expect(suppressionRule.safeParse(ruleOf(most)).success).toBe(true)
      expect(suppressionRule.safeParse(ruleOf(most + 1)).success).toBe(false)
    })
  })
})

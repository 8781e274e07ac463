import type { Detection } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Alert, AlertStatus } from '../src/alert/alert.ts'
import type { AlertFilter, AlertQuery } from '../src/alert/alert-filter.ts'
import type { AlertStore } from '../src/alert/alert-store.ts'
import { judge } from '../src/alert/judge.ts'
import { makeDetection, manySources } from './detections.ts'

export interface OpenedStore {
  readonly alerts: AlertStore
  close(): Promise<void>
}

const now = new Date('2026-01-02T04:00:00.000Z')
const later = new Date('2026-01-02T05:00:00.000Z')
const policy = { thresholds: { low: 0.5, medium: 0.7, high: 0.9 }, minSeverity: 'info' } as const

/** What every `AlertStore` does. `open` gives an empty one, once a test. */
export function alertStoreContract(open: () => Promise<OpenedStore>): void {
  describe('an alert store', () => {
    let opened: OpenedStore
    let alerts: AlertStore
    beforeEach(async () => {
      opened = await open()
      alerts = opened.alerts
    })
    afterEach(() => opened.close())

    const merge = (detections: readonly Detection[], runId = 'run-1', at = now) =>
      alerts.merge({ runId, judged: detections.map((one) => judge(one, policy)), now: at })
    const list = (filter: AlertFilter = {}, query: Partial<AlertQuery> = {}) =>
      alerts.list({ filter, sort: 'last_seen', order: 'desc', limit: 500, ...query })
    const sourcesOf = async (filter: AlertFilter) =>
      (await list(filter)).alerts.map((alert) => alert.source).sort()
    const onlyAlert = async () => (await list()).alerts[0] as Alert
    const decide = (alert: Alert, status: AlertStatus, at = later) =>
      alerts.change({ kind: 'ids', alertIds: [alert.alert_id] }, { status, author: 'ana', now: at })

    describe('merging', () => {
      it('makes one alert of the detections of a group, and counts them', async () => {
        const result = await merge([
          makeDetection({ detection_id: 'a', score: 0.8 }),
          makeDetection({ detection_id: 'b', score: 0.95, first_seen_epoch: 1_767_323_000 }),
        ])
        expect(result).toMatchObject({ created: [{ count: 2 }], reopened: [], updated: [] })
        const alert = await onlyAlert()
        expect(alert).toMatchObject({
          status: 'new',
          severity: 'medium',
          count: 2,
          score: 0.95,
          first_seen: '2026-01-02T03:03:20.000Z',
          last_seen: '2026-01-02T03:04:13.000Z',
          created_at: now.toISOString(),
        })
        expect(result.created[0]).toEqual(alert)
      })

      it('keeps everything that a detection says', async () => {
        const detection = makeDetection({
          detection_id: 'a',
          title: 'Ünïcödé 🕵 \u202e <img src=x onerror=alert(1)> \' " ; drop table alert',
          target_port: 443,
          threshold: 0.9,
          raw_score: -0.25,
          model_version: 'abc',
        })
        await merge([detection])
        const { alert_id } = await onlyAlert()
        const { technique, recommendation, reasons, evidence, capture, title } = detection
        expect(await alerts.get(alert_id)).toMatchObject({
          ...{ technique, recommendation, reasons, evidence, capture, title },
          target_port: 443,
          threshold: 0.9,
          raw_score: -0.25,
          model_version: 'abc',
        })
      })

      it('stores what is no text as a text', async () => {
        const odd = 'a\0b\ud800c'
        const capture = { source: 'pcap', name: odd } as const
        await merge([
          makeDetection({ detection_id: 'a', title: odd, source: odd, target_group: odd, capture }),
        ])
        expect(await onlyAlert()).toMatchObject({
          title: 'a\ufffdb\ufffdc',
          source: 'a\ufffdb\ufffdc',
        })
        expect(await alerts.count({ q: 'c' })).toBe(1)
      })

      it('counts a detection once in a run, however often it is sent', async () => {
        const detection = makeDetection({ detection_id: 'a' })
        await merge([detection, detection])
        const again = await merge([detection])
        expect(again).toMatchObject({ created: [], updated: [], repeated: 1 })
        expect(await onlyAlert()).toMatchObject({ count: 1 })
      })

      it('counts a detection again in another run', async () => {
        await merge([makeDetection({ detection_id: 'a' })], 'run-1')
        await merge([makeDetection({ detection_id: 'a' })], 'run-2')
        expect(await onlyAlert()).toMatchObject({ count: 2 })
      })

      it('never mixes live, replayed and simulated traffic', async () => {
        const sources = ['live', 'pcap', 'simulate'] as const
        await merge(
          sources.map((source) =>
            makeDetection({ detection_id: source, capture: { source, name: 'x' } }),
          ),
        )
        expect(await alerts.count({})).toBe(3)
      })

      it('keeps apart what only looks alike once joined to a key', async () => {
        await merge([
          makeDetection({ detection_id: 'a', kind: 'x|y', source: 'z' }),
          makeDetection({ detection_id: 'b', kind: 'x', source: 'y|z' }),
          makeDetection({ detection_id: 'c', kind: 'x\\', source: 'y|z' }),
        ])
        expect(await alerts.count({})).toBe(3)
      })

      it('gives the same alert whatever the batches and their order', async () => {
        const detections = Array.from({ length: 7 }, (_, index) =>
          makeDetection({
            detection_id: `d${index}`,
            severity: index === 3 ? 'high' : 'low',
            score: (index % 4) / 4,
            detector: `detector-${index % 3}`,
            title: `title ${index}`,
            first_seen_epoch: 1_767_323_000 + ((index * 5) % 7),
          }),
        )
        await merge(detections)
        const whole = await onlyAlert()
        const other = await open()
        for (const one of detections.toReversed()) {
          await other.alerts.merge({ runId: 'r', judged: [judge(one, policy)], now })
        }
        const parts = await other.alerts.get(whole.alert_id)
        const { notes, history, evidence, ...shown } = parts ?? {}
        expect(shown).toEqual(whole)
        await other.close()
      })

      it('puts what is normal on record without an alert', async () => {
        const weak = makeDetection({ detection_id: 'a', score: 0.4, threshold: 0.3 })
        const result = await merge([weak])
        expect(result).toMatchObject({ created: [], repeated: 0 })
        expect(await merge([weak])).toMatchObject({ repeated: 1 })
      })

      it('takes 5,000 groups in one batch', async () => {
        expect((await merge(manySources(5_000))).created).toHaveLength(5_000)
        expect((await merge(manySources(5_000), 'run-2')).updated).toHaveLength(5_000)
        expect(await alerts.count({})).toBe(5_000)
      })

      it('keeps no more than 100 packets: the earliest and the latest', async () => {
        const detections = Array.from({ length: 30 }, (_, group) =>
          makeDetection({
            detection_id: `d${group}`,
            evidence: Array.from({ length: 10 }, (_, index) => {
              const packet = group * 10 + index
              return { index: packet, offset: packet * 100, time: packet }
            }),
          }),
        )
        await merge(detections)
        const found = await alerts.get((await onlyAlert()).alert_id)
        const indexes = found?.evidence.map((one) => one.index)
        expect(indexes).toHaveLength(100)
        expect([indexes?.[0], indexes?.[49], indexes?.[50], indexes?.[99]]).toEqual([
          0, 49, 250, 299,
        ])
      })
    })

    describe('deciding', () => {
      it('sets a status and adds a note, with who and when', async () => {
        await merge([makeDetection({ detection_id: 'a' })])
        const { alert_id } = await onlyAlert()
        const change = {
          status: 'acknowledged',
          note: 'Ça va 👀',
          author: 'ana',
          now: later,
        } as const
        const result = await alerts.change({ kind: 'ids', alertIds: [alert_id] }, change)
        expect(result).toEqual({
          changed: [{ alert_id, from: 'new' }],
          unchanged: 0,
          missing: [],
        })
        expect(await alerts.get(alert_id)).toMatchObject({
          status: 'acknowledged',
          updated_at: later.toISOString(),
          notes: [{ sequence: 1, at: later.toISOString(), author: 'ana', text: 'Ça va 👀' }],
          history: [
            { sequence: 1, action: 'created', author: 'system', to: 'medium' },
            { sequence: 2, action: 'status', author: 'ana', from: 'new', to: 'acknowledged' },
          ],
        })
      })

      it('keeps notes in their order, and the status when only a note comes', async () => {
        await merge([makeDetection({ detection_id: 'a' })])
        const { alert_id } = await onlyAlert()
        for (const note of ['one', 'two', 'three']) {
          await alerts.change({ kind: 'ids', alertIds: [alert_id] }, { note, author: 'b', now })
        }
        const found = await alerts.get(alert_id)
        expect(found?.notes.map((note) => note.text)).toEqual(['one', 'two', 'three'])
        expect(found).toMatchObject({ status: 'new', history: [{ action: 'created' }] })
      })

      it('does nothing for a status that it has, and names ids that are not there', async () => {
        await merge([makeDetection({ detection_id: 'a' })])
        const { alert_id } = await onlyAlert()
        const result = await alerts.change(
          { kind: 'ids', alertIds: [alert_id, 'f'.repeat(24)] },
          { status: 'new', author: 'ana', now: later },
        )
        expect(result).toEqual({ changed: [], unchanged: 1, missing: ['f'.repeat(24)] })
        expect(await onlyAlert()).toMatchObject({ updated_at: now.toISOString() })
      })

      it('changes all that match a filter, if they are as many as were seen', async () => {
        await merge(manySources(600))
        const change = { status: 'resolved', author: 'ana', now: later } as const
        const target = { kind: 'filter', filter: { source: ['10.0.0.0/24'] } } as const
        await expect(
          alerts.change({ ...target, expectedCount: 255 }, change),
        ).rejects.toMatchObject({ code: 'E_COUNT_CHANGED', details: { count: 256 } })
        expect(await alerts.count({ status: ['resolved'] })).toBe(0)
        const result = await alerts.change({ ...target, expectedCount: 256 }, change)
        expect(result.changed).toHaveLength(256)
        expect(await alerts.count({ status: ['resolved'] })).toBe(256)
      })

      it('reopens a resolved alert when the matter goes on', async () => {
        await merge([makeDetection({ detection_id: 'a' })])
        await decide(await onlyAlert(), 'resolved')
        const result = await merge([makeDetection({ detection_id: 'b' })])
        expect(result).toMatchObject({ created: [], updated: [], reopened: [{ status: 'new' }] })
        const found = await alerts.get((await onlyAlert()).alert_id)
        expect(found?.history.at(-1)).toMatchObject({
          sequence: 3,
          action: 'reopened',
          author: 'system',
          from: 'resolved',
          to: 'new',
        })
      })

      it.each(['acknowledged', 'escalated', 'false_positive'] as const)(
        'leaves an alert %s when more of the same comes',
        async (status) => {
          await merge([makeDetection({ detection_id: 'a' })])
          await decide(await onlyAlert(), status)
          const result = await merge([makeDetection({ detection_id: 'b' })])
          expect(result).toMatchObject({ updated: [{ status, count: 2 }] })
        },
      )

      it('notes in the history when the severity rises', async () => {
        await merge([makeDetection({ detection_id: 'a', severity: 'low' })])
        await merge([makeDetection({ detection_id: 'b', severity: 'critical' })])
        const found = await alerts.get((await onlyAlert()).alert_id)
        expect(found).toMatchObject({ severity: 'critical' })
        expect(found?.history[1]).toMatchObject({ action: 'severity', from: 'low', to: 'critical' })
      })

      it('finds nothing under an id that is none', async () => {
        for (const id of ['', "' or 1=1 --", '__proto__', '../../etc/passwd']) {
          expect(await alerts.get(id)).toBeUndefined()
        }
      })
    })

    describe('filtering', () => {
      const scan = { capture: { source: 'live', name: 'eth0' } } as const
      const detections = [
        makeDetection({ detection_id: '1', source: '10.0.0.5', kind: 'port_scan', ...scan }),
        makeDetection({
          detection_id: '2',
          source: '192.168.7.1',
          target: '10.0.0.5',
          target_port: 22,
          target_group: 'ssh',
          kind: 'brute_force',
          severity: 'critical',
          score: 0.99,
          confidence: 0.5,
          technique: { id: 'T1110', name: 'Brute Force', tactic: 'Credential Access' },
          detector: 'logins',
          title: '100%_sure: GUESSING passwörter \\o/',
          first_seen_epoch: 1_000_000_000,
        }),
        makeDetection({
          detection_id: '3',
          source: '2001:db8::1',
          target: null,
          kind: 'beacon',
          severity: 'low',
          technique: null,
          detector: 'isolation-forest',
          model_version: 'm1',
          threshold: 0.9,
          score: 0.95,
          capture: { source: 'simulate', name: 'beacon' },
        }),
        makeDetection({ detection_id: '4', source: 'aa:bb:cc:dd:ee:ff', kind: 'arp_spoofing' }),
      ]
      const [five, guesser, beacon, spoofer] = detections.map((one) => one.source)

      it.each<[string, AlertFilter, (string | undefined)[]]>([
        ['nothing', {}, [five, guesser, beacon, spoofer]],
        ['status', { status: ['new'] }, [five, guesser, beacon, spoofer]],
        ['another status', { status: ['resolved', 'escalated'] }, []],
        ['severities', { severity: ['low', 'critical'] }, [guesser, beacon]],
        ['kinds', { kind: ['beacon', 'port_scan'] }, [five, beacon]],
        ['a detector', { detector: ['logins'] }, [guesser]],
        ['a part of a detector', { detector: ['login'] }, []],
        ['a wildcard for a detector', { detector: ['%', '_______'] }, []],
        ['an address', { source: ['10.0.0.5'] }, [five]],
        ['a block', { source: ['10.0.0.0/8', '192.168.0.0/16'] }, [five, guesser]],
        ['everything', { source: ['0.0.0.0/0'] }, [five, guesser]],
        ['an IPv6 address otherwise spelt', { source: ['2001:DB8:0:0::0001'] }, [beacon]],
        ['an IPv6 block', { source: ['2001:db8::/32'] }, [beacon]],
        ['a MAC address', { source: ['aa:bb:cc:dd:ee:ff'] }, [spoofer]],
        ['a target', { target: ['10.0.0.0/29'] }, [guesser]],
        ['either end', { host: ['10.0.0.5'] }, [five, guesser]],
        ['a port', { target_port: 22 }, [guesser]],
        ['a target group', { target_group: 'ssh' }, [guesser]],
        ['a technique', { technique: ['T1110'] }, [guesser]],
        ['a capture source', { capture_source: ['simulate', 'live'] }, [five, beacon]],
        ['a capture', { capture_name: 'eth0' }, [five]],
        ['a model', { model_version: 'm1' }, [beacon]],
        ['a least score', { min_score: 0.95 }, [guesser, beacon]],
        ['a least confidence', { min_confidence: 0.51 }, [five, beacon, spoofer]],
        ['a least count', { min_count: 2 }, []],
        ['a time before', { to: 1_000_000_000 }, [guesser]],
        ['a time in the middle', { from: 1_000_000_004, to: 1_000_000_005 }, [guesser]],
        ['a time after', { from: 1_000_000_009 }, [five, beacon, spoofer]],
        ['words in any case', { q: 'guessing PASSWÖRTER' }, [guesser]],
        ['words of the technique', { q: 't1110 brute' }, [guesser]],
        ['words that are not all there', { q: 'guessing beacon' }, []],
        ['a percent sign as it is', { q: '100%_sure' }, [guesser]],
        ['no wildcard', { q: '1%sure' }, []],
        ['no single-letter wildcard', { q: 'gu_ssing' }, []],
        ['a backslash as it is', { q: '\\o/' }, [guesser]],
        ['quotes and comments', { q: '\' or 1=1 -- "' }, []],
        ['several fields at once', { kind: ['port_scan'], severity: ['medium'], q: '212' }, [five]],
        ['__proto__', { kind: ['__proto__'], q: '__proto__' }, []],
      ])('finds by %s', async (_, filter, expected) => {
        await merge(detections)
        expect(await sourcesOf(filter)).toEqual([...expected].sort())
        expect(await alerts.count(filter)).toBe(expected.length)
      })
    })

    describe('paging', () => {
      const pages = async (query: Partial<AlertQuery>, between?: () => Promise<unknown>) => {
        const seen: Alert[] = []
        let after: AlertQuery['after']
        for (let page = 0; page < 100; page++) {
          const { alerts: rows, next } = await list({}, { limit: 7, ...query, after })
          seen.push(...rows)
          if (!next) return seen
          after = next
          await between?.()
        }
        throw new Error('the pages do not end')
      }

      it.each([
        'last_seen',
        'first_seen',
        'severity',
        'score',
        'confidence',
        'count',
        'created_at',
        'updated_at',
      ] as const)('lists each alert once, sorted by %s, up and down', async (sort) => {
        const detections = manySources(40).map((one, index) => ({
          ...one,
          score: (index % 5) / 10 + 0.5,
          confidence: (index % 3) / 3,
          severity: (['low', 'medium', 'high'] as const)[index % 3] ?? 'low',
        }))
        await merge(detections)
        await merge(detections.slice(0, 9), 'run-2', later)
        const down = await pages({ sort, order: 'desc' })
        const up = await pages({ sort, order: 'asc' })
        expect(new Set(down.map((alert) => alert.alert_id)).size).toBe(40)
        expect(up).toEqual(down.toReversed())
      })

      it('neither repeats nor skips an alert while others come in', async () => {
        await merge(manySources(30))
        const before = new Set((await list()).alerts.map((alert) => alert.alert_id))
        let round = 0
        const seen = await pages({}, () => {
          round++
          const newer = { first_seen_epoch: 1_800_000_000 + round, kind: `new-${round}` }
          return merge(manySources(3, newer), `run-${round + 1}`)
        })
        const ids = seen.map((alert) => alert.alert_id)
        expect(new Set(ids).size).toBe(ids.length)
        expect(new Set(ids)).toEqual(before)
      })
    })

    describe('pruning', () => {
      const never = new Date(0)
      const limits = { decidedBefore: never, untouchedBefore: never, alertCountMax: 1_000 }

      it('forgets decided alerts before undecided ones', async () => {
        await merge([makeDetection({ detection_id: 'a' })])
        await merge([makeDetection({ detection_id: 'b', kind: 'other' })])
        const [alert] = (await list({ kind: ['other'] })).alerts
        await decide(alert as Alert, 'false_positive', now)
        expect(await alerts.prune({ ...limits, decidedBefore: now })).toBe(0)
        expect(await alerts.prune({ ...limits, decidedBefore: later })).toBe(1)
        expect(await alerts.count({})).toBe(1)
        expect(await alerts.prune({ ...limits, untouchedBefore: later })).toBe(1)
        expect(await alerts.count({})).toBe(0)
      })

      it('keeps the newest when there are too many, decided ones going first', async () => {
        await merge(manySources(10))
        await merge(manySources(5), 'run-2', later)
        await alerts.change(
          { kind: 'filter', filter: { source: ['10.0.0.0'] }, expectedCount: 1 },
          { status: 'resolved', author: 'ana', now: later },
        )
        expect(await alerts.prune({ ...limits, alertCountMax: 4 })).toBe(6)
        expect(await sourcesOf({})).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'])
      })

      it('starts a group anew after its alert was forgotten', async () => {
        await merge([makeDetection({ detection_id: 'a' })])
        await alerts.prune({ ...limits, untouchedBefore: later })
        const { created } = await merge([makeDetection({ detection_id: 'b' })])
        expect(await alerts.get(created[0]?.alert_id ?? '')).toMatchObject({
          count: 1,
          notes: [],
          history: [{ sequence: 1, action: 'created' }],
        })
      })
    })

    it('does not mistake names of object properties for its own', async () => {
      const names = ['__proto__', 'constructor', 'toString']
      await merge(
        names.map((name) =>
          makeDetection({ detection_id: name, kind: name, source: name, target_group: name }),
        ),
        '__proto__',
      )
      expect(await sourcesOf({})).toEqual([...names].sort())
      expect(({} as Record<string, unknown>).kind).toBeUndefined()
    })
  })
}

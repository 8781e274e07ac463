import { describe, expect, it } from 'vitest'
import { makeDetection, manySources } from '../detections.ts'
import { now, type StoreUnderTest } from './store-under-test.ts'

/** How detections become alerts. */
export function mergingContract(store: StoreUnderTest): void {
  describe('merging', () => {
    it('makes one alert of the detections of a group, and counts them', async () => {
      const result = await store.merge([
        makeDetection({ detection_id: 'a', score: 0.8 }),
        makeDetection({ detection_id: 'b', score: 0.95, first_seen_epoch: 1_767_323_000 }),
      ])
      expect(result).toMatchObject({ created: [{ count: 2 }], reopened: [], updated: [] })
      const alert = await store.onlyAlert()
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
      await store.merge([detection])
      const { alert_id } = await store.onlyAlert()
      const { technique, recommendation, reasons, evidence, capture, title } = detection
      expect(await store.alerts.get(alert_id)).toMatchObject({
        ...{ technique, recommendation, reasons, evidence, capture, title },
        target_port: 443,
        threshold: 0.9,
        raw_score: -0.25,
        model_version: 'abc',
        family: 'model',
        sensor: 'test',
      })
    })

    it('stores what is no text as a text', async () => {
      const odd = 'a\0b\ud800c'
      const capture = { source: 'pcap', name: odd } as const
      await store.merge([
        makeDetection({ detection_id: 'a', title: odd, source: odd, target_group: odd, capture }),
      ])
      expect(await store.onlyAlert()).toMatchObject({
        title: 'a\ufffdb\ufffdc',
        source: 'a\ufffdb\ufffdc',
      })
      expect(await store.alerts.count({ q: 'c' })).toBe(1)
    })

    it('counts a detection once in a run, however often it is sent', async () => {
      const detection = makeDetection({ detection_id: 'a' })
      await store.merge([detection, detection])
      const again = await store.merge([detection])
      expect(again).toMatchObject({ created: [], updated: [], repeated: 1 })
      expect(await store.onlyAlert()).toMatchObject({ count: 1 })
    })

    it('counts a detection again in another run', async () => {
      await store.merge([makeDetection({ detection_id: 'a' })], 'run-1')
      await store.merge([makeDetection({ detection_id: 'a' })], 'run-2')
      expect(await store.onlyAlert()).toMatchObject({ count: 2 })
    })

    it('never mixes live, replayed and simulated traffic', async () => {
      const sources = ['live', 'pcap', 'simulate'] as const
      await store.merge(
        sources.map((source) =>
          makeDetection({ detection_id: source, capture: { source, name: 'x' } }),
        ),
      )
      expect(await store.alerts.count({})).toBe(3)
    })

    it('keeps apart what only looks alike once joined to a key', async () => {
      await store.merge([
        makeDetection({ detection_id: 'a', kind: 'x|y', source: 'z' }),
        makeDetection({ detection_id: 'b', kind: 'x', source: 'y|z' }),
        makeDetection({ detection_id: 'c', kind: 'x\\', source: 'y|z' }),
      ])
      expect(await store.alerts.count({})).toBe(3)
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
      await store.merge(detections)
      const whole = await store.onlyAlert()
      const other = await store.open()
      for (const one of detections.toReversed()) {
        await store.merge([one], 'r', now, other.alerts)
      }
      const parts = await other.alerts.get(whole.alert_id)
      const { notes, history, evidence, ...shown } = parts ?? {}
      expect(shown).toEqual(whole)
      await other.close()
    })

    it('puts what is normal on record without an alert', async () => {
      const weak = makeDetection({ detection_id: 'a', score: 0.4, threshold: 0.3 })
      const result = await store.merge([weak])
      expect(result).toMatchObject({ created: [], repeated: 0 })
      expect(await store.merge([weak])).toMatchObject({ repeated: 1 })
    })

    it('takes 1,200 groups in one batch', async () => {
      expect((await store.merge(manySources(1_200))).created).toHaveLength(1_200)
      expect((await store.merge(manySources(1_200), 'run-2')).updated).toHaveLength(1_200)
      expect(await store.alerts.count({})).toBe(1_200)
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
      await store.merge(detections)
      const found = await store.alerts.get((await store.onlyAlert()).alert_id)
      const indexes = found?.evidence.map((one) => one.index)
      expect(indexes).toHaveLength(100)
      expect([indexes?.[0], indexes?.[49], indexes?.[50], indexes?.[99]]).toEqual([0, 49, 250, 299])
    })

    it('does not mistake names of object properties for its own', async () => {
      const names = ['__proto__', 'constructor', 'toString']
      await store.merge(
        names.map((name) =>
          makeDetection({ detection_id: name, kind: name, source: name, target_group: name }),
        ),
        '__proto__',
      )
      expect(await store.sourcesOf({})).toEqual([...names].sort())
      expect(({} as Record<string, unknown>).kind).toBeUndefined()
    })
  })
}

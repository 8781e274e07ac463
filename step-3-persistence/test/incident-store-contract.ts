import { describe, expect, it } from 'vitest'
import { gapSecondsMax } from '../src/incident/incident-spans.ts'
import type { IncidentStore } from '../src/incident/incident-store.ts'
import { later, now, type OpenedStore, StoreUnderTest } from './alert-store/store-under-test.ts'
import { makeDetection } from './detections.ts'

export interface OpenedIncidents extends OpenedStore {
  readonly incidents: IncidentStore
}

const start = 1_767_323_045
/** A detection of a kind, seen for a second at some seconds after the start. */
const at = (
  seconds: number,
  kind: string,
  given: Parameters<typeof makeDetection>[0] | object = {},
) =>
  makeDetection({
    detection_id: `${kind} ${seconds}`,
    kind,
    first_seen_epoch: start + seconds,
    last_seen_epoch: start + seconds + 1,
    ...given,
  })

/** What every `IncidentStore` does. `open` gives an empty one, with the alerts that it follows. */
export function incidentStoreContract(open: () => Promise<OpenedIncidents>): void {
  describe('incidents', () => {
    let incidents: IncidentStore
    const store = new StoreUnderTest(async () => {
      const opened = await open()
      incidents = opened.incidents
      return opened
    })
    const list = async (filter = {}) =>
      (await incidents.list({ filter, sort: 'last_seen', limit: 50 })).incidents
    const kinds = async () => (await list()).map((one) => one.kinds)

    it('are the alerts of a source that lie close together, whatever their kind', async () => {
      await store.merge([at(0, 'a'), at(60, 'b'), at(70, 'c', { source: '10.0.0.6' })])
      expect(await list()).toMatchObject([
        { source: '10.0.0.6', kinds: ['c'], alert_count: 1 },
        { source: '10.0.0.5', kinds: ['a', 'b'], alert_count: 2, open_count: 2 },
      ])
    })

    it('end when nothing was seen of the source for longer than the gap', async () => {
      await store.merge([at(0, 'a'), at(1 + gapSecondsMax, 'b'), at(3 + 2 * gapSecondsMax, 'c')])
      expect(await kinds()).toEqual([['c'], ['a', 'b']])
    })

    it('never join captures', async () => {
      const capture = { source: 'live', name: 'eth0' } as const
      await store.merge([at(0, 'a'), at(0, 'b', { capture })])
      expect(await list({ capture_source: ['live'] })).toMatchObject([{ kinds: ['b'] }])
      expect(await list()).toHaveLength(2)
    })

    it('meet when what lies between them comes later, and each alert still leads to them', async () => {
      await store.merge([at(0, 'a')])
      await store.merge([at(2 * gapSecondsMax, 'c')], 'run-1', later)
      const before = await list()
      expect(before).toHaveLength(2)
      await store.merge([at(gapSecondsMax, 'b')], 'run-2', later)
      const [whole, ...others] = await list()
      expect([whole?.kinds, others]).toEqual([['a', 'b', 'c'], []])
      for (const { incident_id } of before) {
        expect(await incidents.get(incident_id)).toMatchObject(whole ?? {})
      }
      const id = whole?.incident_id ?? ''
      expect(await incidents.alertIds([id], 50)).toHaveLength(3)
      expect(await incidents.alertIds([id], 2)).toHaveLength(2)
    })

    it('are the same in whatever batches their alerts come', async () => {
      const seconds = [0, 5_000, 1_500, 3_000, 9_000, 10_000]
      const detections = seconds.map((one, index) => at(one, `kind-${index}`))
      await store.merge(detections)
      const other = await open()
      for (const one of detections.toReversed()) {
        await store.merge([one], 'run-1', now, other.alerts)
      }
      const page = await other.incidents.list({ filter: {}, sort: 'last_seen', limit: 50 })
      const shown = page.incidents.map(({ incident_id: _, ...rest }) => rest)
      await other.close()
      expect((await list()).map(({ incident_id: _, ...rest }) => rest)).toEqual(shown)
      expect(shown).toHaveLength(3)
    })

    it('are as grave as their gravest alert, and graver with each further kind', async () => {
      await store.merge([at(0, 'a', { severity: 'high' }), at(0, 'b', { severity: 'low' })])
      const { alerts } = await store.list({}, { sort: 'severity' })
      const gravest = alerts[0]?.severity_score ?? 0
      expect(await list()).toMatchObject([
        {
          severity_score: gravest + 5,
          severity_parts: [
            { part: 'gravest', points: gravest },
            { part: 'kinds', points: 5 },
          ],
          title: alerts[0]?.title,
        },
      ])
      const [whole] = await list()
      const detail = await incidents.get(whole?.incident_id ?? '')
      expect(detail?.alerts).toEqual(alerts)
    })

    it('stand where the most urgent of their alerts stands', async () => {
      await store.merge([at(0, 'a'), at(0, 'b')])
      const [one, other] = (await store.list()).alerts
      if (!one || !other) throw new Error('there are two alerts')
      await store.decide(one, 'resolved')
      expect(await list()).toMatchObject([{ status: 'new', open_count: 1, alert_count: 2 }])
      await store.decide(other, 'escalated')
      expect(await list({ status: ['escalated'] })).toHaveLength(1)
      await store.decide(other, 'false_positive')
      expect(await list()).toMatchObject([{ status: 'resolved', kinds: [one.kind] }])
    })

    it('are decided by a decision about all of their alerts', async () => {
      await store.merge([at(0, 'a'), at(0, 'b'), at(0, 'c', { source: '10.0.0.6' })])
      const [whole] = await list({ source: ['10.0.0.5'] })
      const alertIds = await incidents.alertIds([whole?.incident_id ?? ''], 50)
      const change = { status: 'resolved', author: 'ana', now: later } as const
      await store.alerts.change({ kind: 'ids', alertIds }, change)
      expect(await list({ status: ['resolved'] })).toMatchObject([{ source: '10.0.0.5' }])
      expect(await list({ status: ['new'] })).toMatchObject([{ source: '10.0.0.6' }])
    })

    it('are found by source, time and severity', async () => {
      await store.merge([at(0, 'a'), at(9_000, 'b', { source: '10.1.0.1', severity: 'critical' })])
      const sources = async (filter: object) => (await list(filter)).map(({ source }) => source)
      expect(await sources({ source: ['10.1.0.0/16'] })).toEqual(['10.1.0.1'])
      expect(await sources({ source: ['10.0.0.5'] })).toEqual(['10.0.0.5'])
      expect(await sources({ severity: ['critical'] })).toEqual(['10.1.0.1'])
      expect(await sources({ from: start + 100 })).toEqual(['10.1.0.1'])
      expect(await sources({ to: start + 100 })).toEqual(['10.0.0.5'])
    })

    it('are found by what one of their alerts is', async () => {
      await store.merge([
        at(0, 'a', { target: '10.9.0.1' }),
        at(0, 'b', { target: '10.9.0.2' }),
        at(0, 'b', { source: '10.0.0.6', target: '10.9.0.1', detection_id: 'other' }),
      ])
      const of = async (alert: object) => (await list({ alert })).map(({ source }) => source)
      expect(await of({ kind: ['a'] })).toEqual(['10.0.0.5'])
      expect((await of({ target: ['10.9.0.0/16'] })).sort()).toEqual(['10.0.0.5', '10.0.0.6'])
      expect(await of({ kind: ['a'], target: ['10.9.0.2'] })).toEqual([])
      expect(await of({ kind: ['b'], none: [{ target: ['10.9.0.1'] }] })).toEqual(['10.0.0.5'])
      const ids = await incidents.ids({ alert: { kind: ['b'] } }, 50)
      expect(ids).toHaveLength(2)
      expect(await incidents.alertIds(ids, 50)).toHaveLength(3)
      expect(await incidents.ids({}, 1)).toHaveLength(1)
    })

    it('come in pages that neither repeat nor skip one', async () => {
      const sources = Array.from({ length: 7 }, (_, index) => `10.0.1.${index}`)
      await store.merge(sources.map((source) => at(0, 'a', { source, detection_id: source })))
      const seen: string[] = []
      for (let after: { value: number; alert_id: string } | undefined; ; ) {
        const query = { filter: {}, sort: 'severity', limit: 3, after } as const
        const page = await incidents.list(query)
        seen.push(...page.incidents.map(({ source }) => source))
        if (!page.next) break
        after = page.next
      }
      expect(seen.sort()).toEqual(sources)
    })

    it('go with their last alert', async () => {
      await store.merge([at(0, 'a')])
      const [gone] = await list()
      const limits = { decidedBefore: new Date(0), untouchedBefore: later, alertCountMax: 1_000 }
      await store.alerts.prune(limits)
      expect([await list(), await incidents.get(gone?.incident_id ?? '')]).toEqual([[], undefined])
    })
  })
}

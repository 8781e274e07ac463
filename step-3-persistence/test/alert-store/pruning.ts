import { describe, expect, it } from 'vitest'
import type { Alert } from '../../src/alert/alert.ts'
import { makeDetection, manySources } from '../detections.ts'
import { later, now, type StoreUnderTest } from './store-under-test.ts'

/** What is forgotten, and in which order. */
export function pruningContract(store: StoreUnderTest): void {
  describe('pruning', () => {
    const never = new Date(0)
    const limits = { decidedBefore: never, untouchedBefore: never, alertCountMax: 1_000 }

    it('forgets decided alerts before undecided ones', async () => {
      await store.merge([makeDetection({ detection_id: 'a' })])
      await store.merge([makeDetection({ detection_id: 'b', kind: 'other' })])
      const [alert] = (await store.list({ kind: ['other'] })).alerts
      await store.decide(alert as Alert, 'false_positive', now)
      expect(await store.alerts.prune({ ...limits, decidedBefore: now })).toBe(0)
      expect(await store.alerts.prune({ ...limits, decidedBefore: later })).toBe(1)
      expect(await store.alerts.count({})).toBe(1)
      expect(await store.alerts.prune({ ...limits, untouchedBefore: later })).toBe(1)
      expect(await store.alerts.count({})).toBe(0)
    })

    it('keeps the newest when there are too many, decided ones going first', async () => {
      await store.merge(manySources(10))
      await store.merge(manySources(5), 'run-2', later)
      await store.alerts.change(
        { kind: 'filter', filter: { source: ['10.0.0.0'] }, expectedCount: 1 },
        { status: 'resolved', author: 'ana', now: later },
      )
      expect(await store.alerts.prune({ ...limits, alertCountMax: 12 })).toBe(0)
      expect(await store.alerts.prune({ ...limits, alertCountMax: 4 })).toBe(6)
      expect(await store.sourcesOf({})).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'])
    })

    it('starts a group anew after its alert was forgotten', async () => {
      await store.merge([makeDetection({ detection_id: 'a' })])
      await store.alerts.prune({ ...limits, untouchedBefore: later })
      const { created } = await store.merge([makeDetection({ detection_id: 'b' })])
      expect(await store.alerts.get(created[0]?.alert_id ?? '')).toMatchObject({
        count: 1,
        notes: [],
        history: [{ sequence: 1, action: 'created' }],
      })
    })
  })
}

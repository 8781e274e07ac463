import { describe, expect, it } from 'vitest'
import type { Alert } from '../../src/alert/alert.ts'
import type { AlertQuery } from '../../src/alert/alert-filter.ts'
import { manySources } from '../detections.ts'
import { later, type StoreUnderTest } from './store-under-test.ts'

const pageLength = 7

/** Pages that neither repeat nor skip, and are no longer than was asked. */
export function pagingContract(store: StoreUnderTest): void {
  describe('paging', () => {
    const pages = async (query: Partial<AlertQuery>, between?: () => Promise<unknown>) => {
      const seen: Alert[] = []
      let after: AlertQuery['after']
      for (let page = 0; page < 100; page++) {
        const { alerts: rows, next } = await store.list({}, { limit: pageLength, ...query, after })
        expect(rows.length).toBeLessThanOrEqual(pageLength)
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
      await store.merge(detections)
      await store.merge(detections.slice(0, 9), 'run-2', later)
      const down = await pages({ sort, order: 'desc' })
      const up = await pages({ sort, order: 'asc' })
      expect(new Set(down.map((alert) => alert.alert_id)).size).toBe(40)
      expect(up).toEqual(down.toReversed())
    })

    it('says that a page is the last one, also where it is full', async () => {
      await store.merge(manySources(2 * pageLength))
      const first = await store.list({}, { limit: pageLength })
      expect(first.next).not.toBeNull()
      const second = await store.list({}, { limit: pageLength, after: first.next ?? undefined })
      expect(second.alerts).toHaveLength(pageLength)
      expect(second.next).toBeNull()
    })

    it('neither repeats nor skips an alert while others come in', async () => {
      await store.merge(manySources(30))
      const before = new Set((await store.list()).alerts.map((alert) => alert.alert_id))
      let round = 0
      const seen = await pages({}, () => {
        round++
        const newer = { first_seen_epoch: 1_800_000_000 + round, kind: `new-${round}` }
        return store.merge(manySources(3, newer), `run-${round + 1}`)
      })
      const ids = seen.map((alert) => alert.alert_id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(new Set(ids)).toEqual(before)
    })
  })
}

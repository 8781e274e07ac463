import { describe, expect, it } from 'vitest'
import { makeDetection, manySources } from '../detections.ts'
import { later, now, type StoreUnderTest } from './store-under-test.ts'

/** What people do to alerts, and what more of the same does to a decision. */
export function decidingContract(store: StoreUnderTest): void {
  describe('deciding', () => {
    it('sets a status and adds a note, with who and when', async () => {
      await store.merge([makeDetection({ detection_id: 'a' })])
      const { alert_id } = await store.onlyAlert()
      const change = {
        status: 'acknowledged',
        note: 'Ça va 👀',
        author: 'ana',
        now: later,
      } as const
      const result = await store.alerts.change({ kind: 'ids', alertIds: [alert_id] }, change)
      expect(result).toEqual({
        changed: [{ alert_id, from: 'new' }],
        unchanged: 0,
        missing: [],
      })
      expect(await store.alerts.get(alert_id)).toMatchObject({
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
      await store.merge([makeDetection({ detection_id: 'a' })])
      const { alert_id } = await store.onlyAlert()
      for (const note of ['one', 'two', 'three']) {
        await store.alerts.change({ kind: 'ids', alertIds: [alert_id] }, { note, author: 'b', now })
      }
      const found = await store.alerts.get(alert_id)
      expect(found?.notes.map((note) => note.text)).toEqual(['one', 'two', 'three'])
      expect(found).toMatchObject({ status: 'new', history: [{ action: 'created' }] })
    })

    it('does nothing for a status that it has, and names ids that are not there', async () => {
      await store.merge([makeDetection({ detection_id: 'a' })])
      const { alert_id } = await store.onlyAlert()
      const result = await store.alerts.change(
        { kind: 'ids', alertIds: [alert_id, 'f'.repeat(24)] },
        { status: 'new', author: 'ana', now: later },
      )
      expect(result).toEqual({ changed: [], unchanged: 1, missing: ['f'.repeat(24)] })
      expect(await store.onlyAlert()).toMatchObject({ updated_at: now.toISOString() })
    })

    it('changes all that match a filter, if they are as many as were seen', async () => {
      await store.merge(manySources(600))
      const change = { status: 'resolved', author: 'ana', now: later } as const
      const target = { kind: 'filter', filter: { source: ['10.0.0.0/24'] } } as const
      await expect(
        store.alerts.change({ ...target, expectedCount: 255 }, change),
      ).rejects.toMatchObject({ code: 'E_COUNT_CHANGED', details: { count: 256 } })
      expect(await store.alerts.count({ status: ['resolved'] })).toBe(0)
      const result = await store.alerts.change({ ...target, expectedCount: 256 }, change)
      expect(result.changed).toHaveLength(256)
      expect(await store.alerts.count({ status: ['resolved'] })).toBe(256)
    })

    it('reopens a resolved alert when the matter goes on', async () => {
      await store.merge([makeDetection({ detection_id: 'a' })])
      await store.decide(await store.onlyAlert(), 'resolved')
      const result = await store.merge([makeDetection({ detection_id: 'b' })])
      expect(result).toMatchObject({ created: [], updated: [], reopened: [{ status: 'new' }] })
      const found = await store.alerts.get((await store.onlyAlert()).alert_id)
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
        await store.merge([makeDetection({ detection_id: 'a' })])
        await store.decide(await store.onlyAlert(), status)
        const result = await store.merge([makeDetection({ detection_id: 'b' })])
        expect(result).toMatchObject({ updated: [{ status, count: 2 }] })
      },
    )

    it('notes in the history when the severity rises', async () => {
      await store.merge([makeDetection({ detection_id: 'a', severity: 'low' })])
      await store.merge([makeDetection({ detection_id: 'b', severity: 'critical' })])
      const found = await store.alerts.get((await store.onlyAlert()).alert_id)
      expect(found).toMatchObject({ severity: 'critical' })
      expect(found?.history[1]).toMatchObject({ action: 'severity', from: 'low', to: 'critical' })
    })

    it('finds nothing under an id that is none', async () => {
      for (const id of ['', "' or 1=1 --", '__proto__', '../../etc/passwd']) {
        expect(await store.alerts.get(id)).toBeUndefined()
      }
    })
  })
}

import type { Detection } from 'step-2-capture'
import { describe, expect, it } from 'vitest'
import { makeDetection } from '../detections.ts'
import { later, type StoreUnderTest } from './store-under-test.ts'

/** What an update of a detection does to its alert. */
export function updatingContract(store: StoreUnderTest): void {
  describe('updating', () => {
    const first = makeDetection({ detection_id: 'a', score: 0.8, severity: 'low' })
    /** The same detection in a later revision, a second longer with each. */
    const revision = (number: number, given: Partial<Detection> = {}) =>
      makeDetection({
        ...first,
        revision: number,
        last_seen_epoch: first.last_seen_epoch + number - 1,
        title: `as of revision ${number}`,
        evidence: [{ index: number, offset: 24 * number, time: number }],
        ...given,
      })

    it('changes what the alert says, and not how many detections it has', async () => {
      const { created } = await store.merge([first])
      const update = revision(2, { score: 0.85, confidence: 0.95 })
      const result = await store.merge([update], 'run-1', later)
      expect(result).toMatchObject({ created: [], updated: [], reopened: [], repeated: 0 })
      const alert = await store.onlyAlert()
      expect(result.revised).toEqual([alert])
      expect(alert).toMatchObject({
        count: 1,
        title: 'as of revision 2',
        score: 0.85,
        confidence: 0.95,
        first_seen: first.first_seen,
        last_seen: update.last_seen,
        created_at: created[0]?.created_at,
        updated_at: later.toISOString(),
      })
      const found = await store.alerts.get(alert.alert_id)
      expect(found?.evidence).toEqual([...update.evidence, ...first.evidence])
      expect(found?.history).toHaveLength(1)
    })

    it('is sent as an update, and goes into the history, when it makes the alert graver', async () => {
      await store.merge([first])
      const result = await store.merge([revision(2, { severity: 'high' })])
      expect(result).toMatchObject({ updated: [{ severity: 'high', count: 1 }], revised: [] })
      const found = await store.alerts.get((await store.onlyAlert()).alert_id)
      expect(found?.history.at(-1)).toMatchObject({ action: 'severity', from: 'low', to: 'high' })
    })

    it('never goes back to an older revision, nor counts one twice', async () => {
      await store.merge([revision(3)])
      const whole = await store.onlyAlert()
      for (const number of [1, 2, 3]) {
        const older = await store.merge(
          [revision(number, { severity: 'critical' })],
          'run-1',
          later,
        )
        expect(older).toMatchObject({ updated: [], revised: [], repeated: 1 })
      }
      expect(await store.onlyAlert()).toEqual(whole)
      expect(whole).toMatchObject({ count: 1, title: 'as of revision 3' })
    })

    it('takes the highest revision of a batch, in whatever order it comes', async () => {
      const result = await store.merge([first, revision(3), revision(2)])
      expect(result).toMatchObject({ created: [{ title: 'as of revision 3' }], repeated: 2 })
      expect(await store.onlyAlert()).toMatchObject({ count: 1 })
      expect(await store.merge([revision(5), revision(4)])).toMatchObject({
        revised: [{ count: 1, title: 'as of revision 5' }],
      })
    })

    it('keeps the title of a graver detection of the same alert', async () => {
      await store.merge([first, makeDetection({ detection_id: 'b', severity: 'high' })])
      const { title } = await store.onlyAlert()
      await store.merge([revision(2, { last_seen_epoch: first.last_seen_epoch + 60 })])
      expect(await store.onlyAlert()).toMatchObject({
        title,
        count: 2,
        last_seen_epoch: first.last_seen_epoch + 60,
      })
    })

    it('leaves a resolved alert resolved, unless it makes it graver', async () => {
      await store.merge([first])
      await store.decide(await store.onlyAlert(), 'resolved')
      expect((await store.merge([revision(2)])).revised).toMatchObject([{ status: 'resolved' }])
      const { reopened } = await store.merge([revision(3, { severity: 'high' })])
      expect(reopened).toMatchObject([{ status: 'new', severity: 'high' }])
    })

    it('counts as a detection when the one before was too weak for an alert', async () => {
      const weak = makeDetection({ ...first, score: 0.4, threshold: 0.3, family: 'model' })
      await store.merge([weak])
      expect(await store.alerts.count({})).toBe(0)
      const strong = await store.merge([{ ...weak, revision: 2, score: 0.95 }])
      expect(strong).toMatchObject({ created: [{ count: 1, score: 0.95 }] })
      const other = makeDetection({ ...weak, detection_id: 'b' })
      await store.merge([other])
      const further = await store.merge([{ ...other, revision: 2, score: 0.99 }])
      expect(further).toMatchObject({ updated: [{ count: 2, score: 0.99 }], revised: [] })
    })

    it('keeps its alert when it is too weak for one now', async () => {
      const strong = makeDetection({ ...first, score: 0.95, threshold: 0.3, family: 'model' })
      const strict = { low: 0.99, medium: 0.995, high: 0.999 }
      await store.merge([strong])
      await store.merge([{ ...strong, revision: 2 }], 'run-1', later, store.alerts, strict)
      expect(await store.merge([{ ...strong, revision: 3 }])).toMatchObject({
        created: [],
        revised: [{ count: 1 }],
      })
    })

    it('belongs to its run: the same detection of another is one more', async () => {
      await store.merge([revision(2)], 'run-1')
      expect(await store.merge([first], 'run-2')).toMatchObject({
        updated: [{ count: 2, title: 'as of revision 2' }],
      })
      expect(await store.merge([revision(2)], 'run-2')).toMatchObject({ revised: [{ count: 2 }] })
    })

    it('starts the alert anew when it was forgotten', async () => {
      await store.merge([first])
      const never = new Date(0)
      const limits = { decidedBefore: never, untouchedBefore: later, alertCountMax: 10 }
      await store.alerts.prune(limits)
      expect(await store.merge([revision(2)])).toMatchObject({ created: [{ count: 1 }] })
    })

    it('does so for a whole batch', async () => {
      const all = Array.from({ length: 1_200 }, (_, index) =>
        makeDetection({ detection_id: `d${index}`, source: `10.1.${index >> 8}.${index & 255}` }),
      )
      await store.merge(all)
      const result = await store.merge(all.map((one) => ({ ...one, revision: 2, title: 'again' })))
      expect(result.revised).toHaveLength(1_200)
      expect(await store.alerts.count({ q: 'again' })).toBe(1_200)
    })
  })
}

import fc from 'fast-check'
import { type Detection, severities } from 'step-2-capture'
import { expect, it } from 'vitest'
import { makeDetection } from '../../test/detections.ts'
import { applyThresholds } from './apply-thresholds.ts'
import {
  type AlertRecord,
  evidenceCountMax,
  foldDetections,
  type JoiningDetection,
} from './fold-detections.ts'

const policy = { thresholds: { low: 0.5, medium: 0.7, high: 0.9 }, minSeverity: 'info' } as const
const now = new Date('2026-01-02T04:00:00.000Z')

/** Detections of one group that differ in all that may differ within it. */
const detections = fc
  .array(
    fc.record({
      severity: fc.constantFrom(...severities),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      detector: fc.constantFrom('a', 'b', 'c'),
      first_seen_epoch: fc.integer({ min: 0, max: 100 }),
      packet: fc.integer({ min: 0, max: 500 }),
      target_port: fc.option(fc.integer({ min: 0, max: 65_535 })),
    }),
    { minLength: 1, maxLength: 150 },
  )
  .map((rows) =>
    rows.map(
      ({ packet, ...row }, index): Detection =>
        makeDetection({
          ...row,
          detection_id: `d${index}`,
          title: `title ${index}`,
          evidence: [0, 1].map((step) => {
            return { index: packet + step, offset: (packet + step) * 60, time: packet + step }
          }),
        }),
    ),
  )

function joining(detection: Detection): JoiningDetection {
  return { ...applyThresholds(detection, policy), isUpdate: detection.revision > 1 }
}

function fold(batches: readonly (readonly Detection[])[]): AlertRecord {
  const [first = [], ...rest] = batches.map((batch) => batch.map(joining))
  return rest.reduce(
    (record, batch) =>
      batch.length === 0 ? record : foldDetections(record, batch, { now }).record,
    foldDetections(undefined, first, { now }).record,
  )
}

it('gives the same alert whatever the order and the batches', () => {
  const cuts = fc.array(fc.nat(150), { maxLength: 5 })
  fc.assert(
    fc.property(detections, cuts, fc.infiniteStream(fc.nat()), (all, places, ranks) => {
      const shuffled = all
        .map((one) => ({ one, rank: ranks.next().value as number }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ one }) => one)
      const edges = [1, ...places.map((place) => 1 + (place % all.length)), all.length]
        .sort((a, b) => a - b)
        .map((edge) => Math.min(edge, all.length))
      const batches = edges.map((edge, index) => shuffled.slice(edges[index - 1] ?? 0, edge))
      expect(fold(batches)).toEqual(fold([all]))
    }),
    { numRuns: 200, seed: 20_260_102 },
  )
})

/** Each detection with up to three updates, none of which takes anything back. */
const updated = detections.map((all) =>
  all.slice(0, 20).flatMap((first, index) =>
    Array.from({ length: 1 + (index % 4) }, (_, step): Detection => {
      const grown = Math.min(1, first.score + step / 10)
      const last_seen_epoch = first.last_seen_epoch + step
      const title = `${first.title}, revision ${step + 1}`
      return makeDetection({ ...first, revision: step + 1, score: grown, last_seen_epoch, title })
    }),
  ),
)

it('gives the same alert whichever revisions came before the latest', () => {
  fc.assert(
    fc.property(updated, fc.infiniteStream(fc.boolean()), (all, isLost) => {
      const latest = new Map(all.map((one) => [one.detection_id, one]))
      const kept = all.filter((one) => latest.get(one.detection_id) === one || !isLost.next().value)
      const known = new Set<string>()
      const batch = kept.map((one) => {
        const isUpdate = known.has(one.detection_id)
        known.add(one.detection_id)
        return { ...joining(one), isUpdate }
      })
      const { record } = foldDetections(undefined, batch, { now })
      const alone = [...latest.values()].map((one) => ({ ...joining(one), isUpdate: false }))
      expect(record).toEqual(foldDetections(undefined, alone, { now }).record)
    }),
    { numRuns: 100, seed: 20_260_102 },
  )
})

it('only ever grows graver, and never holds more than its bounds', () => {
  fc.assert(
    fc.property(detections, (all) => {
      let before: AlertRecord | undefined
      for (const one of all) {
        const { record } = foldDetections(before, [joining(one)], { now })
        expect(record.severity_score).toBeGreaterThanOrEqual(before?.severity_score ?? 0)
        expect(record.evidence.length).toBeLessThanOrEqual(evidenceCountMax)
        before = record
      }
      expect(before?.count).toBe(all.length)
    }),
    { numRuns: 100, seed: 20_260_102 },
  )
})

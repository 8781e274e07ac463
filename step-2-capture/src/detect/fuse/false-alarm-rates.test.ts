import { describe, expect, test } from 'vitest'
import { detectors } from '../detectors.ts'
import { modelDetectors } from '../model/model-detectors.ts'
import type { Detection, Severity } from '../seam/detection.ts'
import type { DetectorDescription } from '../seam/detector.ts'
import { falseAlarmRate } from './false-alarm-rates.ts'

/** What fusion looks at, as the log stamps it from a detector's description. */
function detectionOf({ name, family }: DetectorDescription, severity: Severity, score: number) {
  return { detector: name, family, severity, score } as Detection
}

describe.each(modelDetectors)('$name', (detector) => {
  test.each([
    ['info', 0.9],
    ['low', 0.99999],
    ['critical', 0.5],
  ] as const)('a %s vote that scores %d counts by its score', (severity, score) => {
    expect(falseAlarmRate(detectionOf(detector, severity, score))).toBe(1 - score)
  })

  test('no vote is impossible, however sure', () => {
    expect(falseAlarmRate(detectionOf(detector, 'low', 1))).toBe(1e-30)
  })
})

test('a behaviour counts by its severity, whatever it scores', () => {
  for (const detector of detectors.filter(({ family }) => family === 'behaviour')) {
    expect(falseAlarmRate(detectionOf(detector, 'low', 1))).toBe(1.6e-4)
    expect(falseAlarmRate(detectionOf(detector, 'medium', 0.1))).toBe(4.2e-5)
  }
})

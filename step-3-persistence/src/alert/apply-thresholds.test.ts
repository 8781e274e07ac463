import { expect, it } from 'vitest'
import { makeDetection } from '../../test/detections.ts'
import { applyThresholds } from './apply-thresholds.ts'

const thresholds = { low: 0.5, medium: 0.7, high: 0.9 }
const policy = { thresholds, minSeverity: 'info' } as const
const learned = { detection_id: 'a', threshold: 0.3, severity: 'critical' } as const

it.each([
  [0.499, 'info', false],
  [0.5, 'low', true],
  [0.699, 'low', true],
  [0.7, 'medium', true],
  [0.899, 'medium', true],
  [0.9, 'critical', true],
  [1, 'critical', true],
] as const)('bounds a critical score of %d to %s', (score, severity, isAnomaly) => {
  expect(applyThresholds(makeDetection({ ...learned, score }), policy)).toMatchObject({
    severity,
    isAnomaly,
    makesAlert: isAnomaly,
  })
})

it('never raises what a detector said', () => {
  const modest = makeDetection({ ...learned, severity: 'info', score: 1 })
  expect(applyThresholds(modest, policy)).toMatchObject({ severity: 'info', isAnomaly: true })
})

it('takes the word of a behaviour whatever its score', () => {
  const seen = makeDetection({ detection_id: 'a', severity: 'high', score: 0 })
  expect(applyThresholds(seen, policy)).toMatchObject({
    severity: 'high',
    isAnomaly: true,
    makesAlert: true,
  })
})

it('knows a learned model by its family, not by its threshold', () => {
  const low = { detection_id: 'a', severity: 'critical', score: 0.6 } as const
  const model = makeDetection({ ...low, family: 'model', detector: 'packet_model' })
  expect(applyThresholds(model, policy)).toMatchObject({ severity: 'low' })
  const behaviour = makeDetection({ ...low, family: 'behaviour', threshold: 0.3 })
  expect(applyThresholds(behaviour, policy)).toMatchObject({ severity: 'critical' })
})

it.each([
  ['low', true],
  ['medium', true],
  ['high', false],
] as const)('with least severity %s a medium detection is kept: %s', (minSeverity, makesAlert) => {
  const medium = makeDetection({ detection_id: 'a', severity: 'medium' })
  expect(applyThresholds(medium, { thresholds, minSeverity })).toMatchObject({
    makesAlert,
    isAnomaly: true,
  })
})

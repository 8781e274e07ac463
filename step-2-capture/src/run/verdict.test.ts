import { describe, expect, it } from 'vitest'
import type { Detection, Severity } from '../detect/seam/detection.ts'
import { Verdict } from './verdict.ts'

let count = 0

function detection(severity: Severity, confidence: number, lastSeenEpoch = 1_000): Detection {
  const detection_id = String(count++)
  // Only these four are looked at.
  return { detection_id, severity, confidence, last_seen_epoch: lastSeenEpoch } as Detection
}

const seen = (windowCount: number, decodedShare = 1) => ({ windowCount, decodedShare })

describe('Verdict', () => {
  it('is none while no packet could be decoded, and none the surer for a share of them', () => {
    const verdict = new Verdict()
    const none = { status: 'nothing_judged', confidence: 0, threat_level: 'info' }
    expect(verdict.now(0, seen(30, 0))).toEqual(none)
    expect(verdict.overall(seen(30, 0))).toEqual(none)
    const half = verdict.overall(seen(30, 0.5))
    expect(half.status).toBe('normal')
    expect(half.confidence).toBe(verdict.overall(seen(30)).confidence / 2)
  })

  it('learns for three windows, then is the surer the longer nothing was found', () => {
    const verdict = new Verdict()
    expect(verdict.now(0, seen(2))).toMatchObject({ status: 'learning', threat_level: 'info' })
    const [early, late] = [verdict.now(0, seen(3)), verdict.now(0, seen(30))]
    expect([early.status, late.status]).toEqual(['normal', 'normal'])
    expect(late.confidence).toBeGreaterThan(early.confidence)
    expect(late.confidence).toBeLessThan(1)
  })

  it('is an anomaly from medium on, as sure and as bad as the worst', () => {
    const verdict = new Verdict()
    verdict.add(detection('low', 1))
    expect(verdict.now(1_000e6, seen(0))).toMatchObject({ status: 'learning', threat_level: 'low' })
    verdict.add(detection('medium', 0.7))
    verdict.add(detection('medium', 0.9))
    verdict.add(detection('medium', 0.8))
    const medium = { status: 'anomaly', confidence: 0.9, threat_level: 'medium' }
    expect(verdict.now(1_000e6, seen(9))).toEqual(medium)
    verdict.add(detection('critical', 0.5))
    expect(verdict.now(1_000e6, seen(9))).toMatchObject({
      confidence: 0.5,
      threat_level: 'critical',
    })
  })

  it('forgets after a minute of traffic, but not over the whole run', () => {
    const verdict = new Verdict()
    verdict.add(detection('high', 0.9, 1_000))
    expect(verdict.now(1_060e6, seen(9)).status).toBe('anomaly')
    expect(verdict.now(1_060e6 + 1, seen(9)).status).toBe('normal')
    expect(verdict.overall(seen(9))).toMatchObject({ status: 'anomaly', threat_level: 'high' })
  })

  it('weighs a detection once, in its latest revision', () => {
    const verdict = new Verdict()
    const medium = detection('medium', 0.9, 1_000)
    const low = detection('low', 1, 1_000)
    verdict.add(medium)
    for (let revision = 0; revision < 5_000; revision++) verdict.add(low)
    expect(verdict.now(1_060e6, seen(9))).toMatchObject({ threat_level: 'medium', confidence: 0.9 })
    verdict.add({ ...medium, severity: 'high', confidence: 0.5, last_seen_epoch: 1_060 })
    expect(verdict.now(1_120e6, seen(9))).toMatchObject({ threat_level: 'high', confidence: 0.5 })
    expect(verdict.overall(seen(9))).toMatchObject({ threat_level: 'high', confidence: 0.5 })
  })

  it('keeps the worst of a flood of detections', () => {
    const verdict = new Verdict()
    verdict.add(detection('critical', 1))
    for (let count = 0; count < 5_000; count++) verdict.add(detection('low', 1))
    expect(verdict.overall(seen(9)).threat_level).toBe('critical')
  })
})

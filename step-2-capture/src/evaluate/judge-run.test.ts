import { describe, expect, it } from 'vitest'
import type { Detection, Severity } from '../detect/seam/detection.ts'
import { judgeAttack, judgeBenign } from './judge-run.ts'
import { captureOf } from './labelled-captures.ts'
import type { DetectorRun } from './run-detectors.ts'

const start = 1_000_000

/** A detection that comes that many seconds after the capture's start. */
function detection(seconds: number, source: string, severity: Severity): Detection {
  const seen = new Date((start + seconds) * 1000).toISOString()
  return {
    detection_id: String(seconds),
    revision: 1,
    family: 'behaviour',
    sensor: 'test',
    detector: 'port_scan',
    kind: 'vertical_port_scan',
    severity,
    score: 0.9,
    confidence: 0.9,
    source,
    target: null,
    target_port: null,
    target_group: '',
    first_seen: seen,
    last_seen: seen,
    first_seen_epoch: start + seconds,
    last_seen_epoch: start + seconds,
    title: '',
    technique: null,
    recommendation: '',
    reasons: [],
    evidence: [],
    community_id: null,
    capture: { source: 'pcap', name: 'a' },
    raw_score: null,
    threshold: null,
    model_version: null,
  }
}

function run(...detections: Detection[]): DetectorRun {
  const times = { firstSeen: start, lastSeen: start + 3600, activeSeconds: 3600 }
  return { detections, ...times, error: undefined }
}

const capture = captureOf(
  {
    file: 'a.pcap',
    attack: 'scan',
    attacker: '10.0.0.6',
    window: [100, 200],
    benign_window: [0, 99],
  },
  '/x',
)

describe('judgeAttack', () => {
  it('finds an attack by an alarm in its time, and tells the seconds from its start', () => {
    const verdict = judgeAttack(capture, run(detection(130, '10.0.0.6', 'medium')), 'medium')
    expect(verdict).toMatchObject({
      found: true,
      seconds_to_detection: 30,
      right_host: true,
      detected_by: ['port_scan: vertical_port_scan'],
    })
  })

  it.each([
    ['comes before the attack', detection(50, '10.0.0.6', 'high')],
    ['is below medium', detection(130, '10.0.0.6', 'low')],
  ])('finds nothing by a detection that %s', (_, only) => {
    const verdict = judgeAttack(capture, run(only), 'medium')
    expect(verdict).toMatchObject({ found: false, right_host: false, seconds_to_detection: null })
  })

  it('marks a detection with another source', () => {
    const verdict = judgeAttack(capture, run(detection(130, '10.0.0.9', 'high')), 'medium')
    expect(verdict).toMatchObject({ found: true, right_host: false, sources: ['10.0.0.9'] })
  })

  it('says nothing about the attacker where the label names none', () => {
    const nameless = captureOf({ file: 'a.pcap', attack: 'scan' }, '/x')
    const verdict = judgeAttack(nameless, run(detection(1, '10.0.0.9', 'high')), 'medium')
    expect(verdict.right_host).toBeNull()
  })
})

describe('judgeBenign', () => {
  it('counts every alarm of a benign capture, and its hours', () => {
    const benign = captureOf({ file: 'b.pcap', benign: true }, '/x')
    const alarms = [
      detection(1, 'a', 'medium'),
      detection(2, 'a', 'high'),
      detection(3, 'a', 'low'),
    ]
    const verdict = judgeBenign(benign, run(...alarms), 'medium')
    expect(verdict).toMatchObject({ hours: 1, false_alarms: 2 })
  })

  it('counts an alarm once, however often it is updated', () => {
    const benign = captureOf({ file: 'b.pcap', benign: true }, '/x')
    const low = detection(1, 'a', 'low')
    const updates = [2, 3].map((revision) => ({ ...low, revision, severity: 'high' }) as const)
    expect(judgeBenign(benign, run(low, ...updates), 'medium').false_alarms).toBe(1)
  })

  it('counts only what comes before the attack of another capture', () => {
    const alarms = [detection(50, 'a', 'high'), detection(130, '10.0.0.6', 'high')]
    const verdict = judgeBenign(capture, run(...alarms), 'medium')
    expect(verdict.false_alarms).toBe(1)
    expect(verdict.hours).toBeCloseTo(98 / 3600)
  })
})

it('leaves out of the hours what was a jump of the clock', () => {
  const jumped = { ...run(), lastSeen: start + 7e8, activeSeconds: 1800 }
  const ordinary = captureOf({ file: 'b.pcap', benign: true }, '/x')
  expect(judgeBenign(ordinary, jumped, 'medium').hours).toBe(0.5)
})

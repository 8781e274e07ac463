import type { Detection } from 'step-2-capture'

/** 2026-01-02T03:04:05Z. */
const startEpoch = 1_767_323_045

/** A learned model's detection has a threshold; this one is a behaviour's. */
export function makeDetection(given: Partial<Detection> & { detection_id: string }): Detection {
  const first = given.first_seen_epoch ?? startEpoch
  const last = given.last_seen_epoch ?? first + 8
  return {
    revision: 1,
    detector: 'port-scan',
    family: given.threshold ? 'model' : 'behaviour',
    sensor: 'test',
    kind: 'port_scan',
    severity: 'medium',
    score: 0.8,
    confidence: 0.9,
    source: '10.0.0.5',
    target: '10.0.0.9',
    target_port: null,
    target_group: '10.0.0.9',
    title: '10.0.0.5 tried 212 ports on 10.0.0.9 in 8 s',
    technique: { id: 'T1046', name: 'Network Service Discovery', tactic: 'Discovery' },
    recommendation: 'Ask who runs 10.0.0.5, or block it.',
    reasons: [{ feature: 'distinct_ports', actual: 212, typical: 3, unit: 'ports' }],
    evidence: [{ index: 0, offset: 24, time: first }],
    community_id: null,
    capture: { source: 'pcap', name: 'scan.pcap' },
    raw_score: null,
    threshold: null,
    model_version: null,
    ...given,
    first_seen_epoch: first,
    last_seen_epoch: last,
    first_seen: new Date(first * 1000).toISOString(),
    last_seen: new Date(last * 1000).toISOString(),
  }
}

/** `count` detections of as many sources, a second apart: 10.0.0.0, 10.0.0.1, … */
export function manySources(count: number, given: Partial<Detection> = {}): Detection[] {
  return Array.from({ length: count }, (_, index) =>
    makeDetection({
      detection_id: `many-${index}`,
      source: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
      first_seen_epoch: startEpoch + index,
      ...given,
    }),
  )
}

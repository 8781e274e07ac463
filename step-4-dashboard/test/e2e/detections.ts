import type { Detection } from 'step-3-persistence'

/** 2026-01-02T03:04:05Z. */
const startEpoch = 1_767_323_045

/** The detection of one port scan; each `index` is another source, a second later. */
export function makeDetection(index: number, changes: Partial<Detection> = {}): Detection {
  const source = `10.1.${index >> 8}.${index & 255}`
  const epoch = startEpoch + index
  const time = new Date(epoch * 1_000).toISOString()
  return {
    detection_id: `d${index}`,
    revision: 1,
    family: 'behaviour',
    sensor: 'test',
    detector: 'port_scan',
    kind: 'vertical_port_scan',
    severity: 'medium',
    score: 0.8,
    confidence: 0.9,
    source,
    target: '10.0.0.9',
    target_port: null,
    target_group: '10.0.0.9',
    first_seen: time,
    last_seen: time,
    first_seen_epoch: epoch,
    last_seen_epoch: epoch,
    title: `${source} tried 212 ports on 10.0.0.9 in 8 s`,
    technique: { id: 'T1046', name: 'Network Service Discovery', tactic: 'discovery' },
    recommendation: `Ask who runs ${source}, or block it.`,
    reasons: [{ feature: 'distinct_ports', actual: 212, typical: 3, unit: 'ports' }],
    evidence: [{ index, offset: 24, time: epoch }],
    community_id: null,
    capture: { source: 'pcap', name: 'scan.pcap' },
    raw_score: null,
    threshold: null,
    model_version: null,
    ...changes,
  }
}

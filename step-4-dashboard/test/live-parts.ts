import type { Alert, PacketRow, Stats } from 'step-3-persistence'
import type { LiveStatus } from '../src/live/live-event.ts'

/** Statistics of a run that has just begun, with what a test is about. */
export function makeStats(changes: Partial<Stats> = {}): Stats {
  return {
    sequence: 1,
    packets: 10,
    bytes: 1_000,
    anomalies: 0,
    normal: 10,
    malformed: 0,
    undecoded: 0,
    out_of_order: 0,
    flows: 1,
    detections: 0,
    packets_per_second: 5,
    bits_per_second: 4_000,
    drops: { kernel: 0, interface: 0 },
    traffic_time: 1_768_381_200,
    protocols: { TCP: 10 },
    top_sources: [],
    top_destinations: [],
    verdict: { status: 'learning', confidence: 0, threat_level: 'info' },
    ...changes,
  }
}

const noStreams = { conflicting: 0, skipped_gaps: 0, beyond_bytes: 0 }
const noFragments = { whole: 0, timed_out: 0, overlapping: 0, tiny: 0, impossible: 0 }

export function makeStatus(changes: Partial<LiveStatus> = {}): LiveStatus {
  const buffer = { count: 0, cap: 1, evicted: 0 }
  const table = { ...buffer, saturated: false }
  return {
    state: 'running',
    monitoring_active: true,
    run_id: 'run-1',
    source: { kind: 'live', name: 'eth0' },
    started_at: '2026-01-14T09:00:00.000Z',
    progress: null,
    error: null,
    stats: makeStats({ sequence: 0, packets: 0 }),
    buffers: {
      flows: table,
      hosts: table,
      windows: buffer,
      recent: buffer,
      fragments: { ...buffer, ...noFragments },
      streams: { ...buffer, ...noStreams },
    },
    model: null,
    ...changes,
  }
}

export function makeRow(Time: string): PacketRow {
  return {
    Time,
    Source: '10.0.0.1',
    Destination: '10.0.0.2',
    Protocol: 'TCP',
    Length: '60',
    'Source Port': '1',
    'Destination Port': '2',
    bad_packet: '0',
  }
}

/** An alert as far as the parts that pass it on look at it. */
export function makeAlert(changes: Partial<Alert> & Pick<Alert, 'alert_id'>): Alert {
  const made: Partial<Alert> = {
    status: 'new',
    severity: 'high',
    kind: 'vertical_port_scan',
    title: '10.0.0.5 tried 212 ports on 10.0.0.9',
    source: '10.0.0.5',
    target: '10.0.0.9',
    count: 1,
    capture: { source: 'pcap', name: 'scan.pcap' },
    ...changes,
  }
  return made as Alert // The rest is not looked at.
}

import { windowHostCountMax } from '../features/host-totals.ts'
import { flowCountMax } from '../flow/flow-column.ts'
import { hostCountMax } from '../flow/host-table.ts'
import { fragmentedCountMax } from '../reassembly/fragment-table.ts'
import { streamCountMax } from '../reassembly/stream-heads.ts'
import { recentPacketCountMax } from './recent-packet-rows.ts'
import type { Stats, Status } from './status.ts'

/** The numbers before the first packet. */
export const emptyStats: Stats = {
  sequence: 0,
  packets: 0,
  bytes: 0,
  anomalies: 0,
  normal: 0,
  malformed: 0,
  undecoded: 0,
  out_of_order: 0,
  flows: 0,
  detections: 0,
  packets_per_second: 0,
  bits_per_second: 0,
  drops: { kernel: 0, interface: 0 },
  traffic_time: null,
  protocols: {},
  top_sources: [],
  top_destinations: [],
  verdict: { status: 'idle', confidence: 0, threat_level: 'info' },
}

export const emptyStreams: Status['buffers']['streams'] = {
  count: 0,
  cap: streamCountMax,
  evicted: 0,
  conflicting: 0,
  skipped_gaps: 0,
  beyond_bytes: 0,
}

export const emptyBuffers: Status['buffers'] = {
  flows: { count: 0, cap: flowCountMax, evicted: 0, saturated: false },
  hosts: { count: 0, cap: hostCountMax, evicted: 0, saturated: false },
  fragments: {
    count: 0,
    cap: fragmentedCountMax,
    evicted: 0,
    whole: 0,
    timed_out: 0,
    overlapping: 0,
    tiny: 0,
    impossible: 0,
  },
  windows: { count: 0, cap: windowHostCountMax, evicted: 0 },
  streams: emptyStreams,
  recent: { count: 0, cap: recentPacketCountMax, evicted: 0 },
}

/** Before the first run of a server. */
export const idleStatus: Omit<Status, 'model' | 'data' | 'recent_alerts'> = {
  state: 'idle',
  monitoring_active: false,
  run_id: null,
  source: null,
  started_at: null,
  progress: null,
  error: null,
  stats: emptyStats,
  buffers: emptyBuffers,
  recent_packets: [],
}

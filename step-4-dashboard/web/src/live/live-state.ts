import type { PacketRow, Stats } from 'step-3-persistence'
import type { LiveEvent, LiveStatus, Snapshot, TrafficPoint } from './live-event.ts'

/** Five minutes at 2 Hz, which is what the server keeps too. */
export const trafficPointsMax = 600
const trafficIntervalMs = 500
/** Rows of the packet table; older ones are in the results file. */
export const packetRowsMax = 200
/** Statistics come ten times a second, and merged where this page was late: 20 are two seconds. */
const sequenceGapMax = 20

export type Connection = 'connecting' | 'connected' | 'lost'

/** Everything that the pages know of the run, as plain data. */
export interface LiveState {
  readonly connection: Connection
  /** When the server last said anything, in epoch milliseconds. */
  readonly heardAtMs: number | null
  readonly status: LiveStatus | null
  readonly stats: Stats | null
  readonly traffic: readonly TrafficPoint[]
  /** Newest first. */
  readonly packets: readonly PacketRow[]
  /** Statistics went missing: ask for a snapshot. */
  readonly hasGap: boolean
}

export type LiveMessage =
  | { readonly kind: 'connection'; readonly connection: Connection }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'event'; readonly event: LiveEvent }

export const emptyLiveState: LiveState = {
  connection: 'connecting',
  heardAtMs: null,
  status: null,
  stats: null,
  traffic: [],
  packets: [],
  hasGap: false,
}

/** The state after a message. What repeats or comes late changes nothing. */
export function applyMessage(state: LiveState, message: LiveMessage, nowMs: number): LiveState {
  if (message.kind === 'connection') return { ...state, connection: message.connection }
  const heard = { ...state, heardAtMs: nowMs }
  if (message.kind === 'snapshot') return applySnapshot(heard, message.snapshot)
  const { event } = message
  if (event.name === 'status') return applyStatus(heard, event.data)
  if (event.name === 'stats_update') return applyStats(heard, event.data, nowMs)
  if (event.name === 'packet_update') return applyPackets(heard, event.data.packets)
  return heard
}

function applySnapshot(state: LiveState, { status, stats, traffic }: Snapshot): LiveState {
  return { ...applyStatus(state, status), stats, traffic, hasGap: false }
}

/** Another run starts from nothing: its sequence, its line and its packets are its own. */
function applyStatus(state: LiveState, status: LiveStatus): LiveState {
  const isSameRun = state.status?.run_id === status.run_id
  if (isSameRun) {
    // A status carries the numbers of its moment: "failed" comes with what was read until then.
    const isNewer = status.stats.sequence > (state.stats?.sequence ?? 0)
    return { ...state, status, stats: isNewer ? status.stats : state.stats }
  }
  return { ...state, status, stats: status.stats, traffic: [], packets: [], hasGap: false }
}

// #region stats
function applyStats(state: LiveState, stats: Stats, nowMs: number): LiveState {
  const last = state.stats?.sequence ?? 0
  if (stats.sequence <= last) return state
  return {
    ...state,
    stats,
    traffic: withPoint(state.traffic, stats, nowMs),
    hasGap: state.hasGap || (last > 0 && stats.sequence > last + sequenceGapMax),
  }
}
// #endregion

function withPoint(
  traffic: readonly TrafficPoint[],
  stats: Stats,
  nowMs: number,
): readonly TrafficPoint[] {
  const point = [nowMs, stats.packets_per_second, stats.bits_per_second] as const
  const last = traffic.at(-1)
  const before = traffic.at(-2)
  // The newest point moves with each message; it stays where it is once its interval is over.
  if (last && before && last[0] - before[0] < trafficIntervalMs) {
    return [...traffic.slice(0, -1), point]
  }
  return [...traffic, point].slice(-trafficPointsMax)
}

function applyPackets(state: LiveState, rows: readonly PacketRow[]): LiveState {
  return { ...state, packets: [...rows.toReversed(), ...state.packets].slice(0, packetRowsMax) }
}

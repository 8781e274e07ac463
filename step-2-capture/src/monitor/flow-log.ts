import { isoTime } from '../detect/detection-log.ts'
import type { Traffic } from '../detect/traffic.ts'
import type { TrafficDetector } from '../detect/traffic-detector.ts'
import { FlowColumn, FlowState, flowColumnCount } from '../flow/flow-column.ts'
import { protocolName } from '../protocol-counts.ts'
import type { FlowPage, FlowQuery, FlowRecord } from './flow-record.ts'

/** The 32,768 flows that ended last, at 200 B and two shared texts each, are 7 MB. */
export const endedFlowCountMax = 32_768

/**
 * Keeps the flows that ended last beside those still open, and answers questions about both. It
 * watches like a detector and states nothing.
 */
export class FlowLog implements TrafficDetector {
  readonly name = 'flow-log'
  readonly #traffic: Traffic
  readonly #ended = new Float64Array(endedFlowCountMax * flowColumnCount)
  readonly #ends: string[] = []
  #endedCount = 0

  constructor(traffic: Traffic) {
    this.#traffic = traffic
  }

  onFlowEnd(flow: number): void {
    const { flows, hosts } = this.#traffic
    const slot = this.#endedCount++ % endedFlowCountMax
    const from = flow * flowColumnCount
    const to = slot * flowColumnCount
    for (let column = 0; column < flowColumnCount; column++) {
      this.#ended[to + column] = flows.values[from + column] as number
    }
    // Host ids are given away later, so their texts are kept: they are shared, not made.
    this.#ends[slot * 2] = hosts.text(flows.value(flow, FlowColumn.originator))
    this.#ends[slot * 2 + 1] = hosts.text(flows.value(flow, FlowColumn.responder))
  }

  /** The flows that match, newest first. Looks at every flow: some milliseconds. */
  page(query: FlowQuery): FlowPage {
    const { flows, hosts } = this.#traffic
    const found: Candidate[] = []
    flows.forEach((flow) => {
      const source = hosts.text(flows.value(flow, FlowColumn.originator))
      const target = hosts.text(flows.value(flow, FlowColumn.responder))
      const row = { values: flows.values, at: flow * flowColumnCount, source, target, open: true }
      if (matches(row, query)) found.push(row)
    })
    for (let slot = 0; slot < Math.min(this.#endedCount, endedFlowCountMax); slot++) {
      const source = this.#ends[slot * 2] as string
      const target = this.#ends[slot * 2 + 1] as string
      const row = { values: this.#ended, at: slot * flowColumnCount, source, target, open: false }
      if (matches(row, query)) found.push(row)
    }
    found.sort((a, b) => column(b, FlowColumn.lastUs) - column(a, FlowColumn.lastUs))
    const page = found.slice(query.offset, query.offset + query.limit)
    return { total: found.length, flows: page.map(toRecord) }
  }
}

interface Candidate {
  readonly values: Float64Array
  /** Where the flow's columns start in `values`. */
  readonly at: number
  readonly source: string
  readonly target: string
  readonly open: boolean
}

function column({ values, at }: Candidate, index: number): number {
  return values[at + index] as number
}

function matches(flow: Candidate, query: FlowQuery): boolean {
  const { ip, src_ip, dst_ip, port, proto, state } = query
  const { source, target } = flow
  if (ip !== undefined && ip !== source && ip !== target) return false
  if (src_ip !== undefined && src_ip !== source) return false
  if (dst_ip !== undefined && dst_ip !== target) return false
  if (proto !== undefined && proto !== column(flow, FlowColumn.protocol)) return false
  if (state !== undefined && FlowState[state] !== column(flow, FlowColumn.state)) return false
  return (
    port === undefined ||
    port === column(flow, FlowColumn.originatorPort) ||
    port === column(flow, FlowColumn.responderPort)
  )
}

function toRecord(flow: Candidate): FlowRecord {
  const firstUs = column(flow, FlowColumn.firstUs)
  const lastUs = column(flow, FlowColumn.lastUs)
  const proto = column(flow, FlowColumn.protocol)
  const state = column(flow, FlowColumn.state)
  return {
    src_ip: flow.source,
    src_port: column(flow, FlowColumn.originatorPort),
    dst_ip: flow.target,
    dst_port: column(flow, FlowColumn.responderPort),
    proto,
    proto_name: protocolName(proto),
    state: stateNames[state] ?? 'attempted',
    open: flow.open,
    first_seen: isoTime(firstUs),
    last_seen: isoTime(lastUs),
    duration_seconds: Math.max(0, lastUs - firstUs) / 1e6,
    packets_sent: column(flow, FlowColumn.originatorPackets),
    packets_received: column(flow, FlowColumn.responderPackets),
    bytes_sent: column(flow, FlowColumn.originatorBytes),
    bytes_received: column(flow, FlowColumn.responderBytes),
    retransmissions: column(flow, FlowColumn.retransmissions),
  }
}

const stateNames = Object.entries(FlowState)
  .sort(([, a], [, b]) => a - b)
  .map(([name]) => name as keyof typeof FlowState)

import type { TrafficObserver } from '../detect/seam/observer.ts'
import { FlowColumn, flowColumnCount } from '../flow/flow-column.ts'
import type { FlowId } from '../flow/flow-rows.ts'
import type { TlsSession } from '../flow/tls-sessions.ts'
import type { Traffic } from '../flow/traffic.ts'
import { flowMatch } from './flow-match.ts'
import type { FlowPage, FlowQuery } from './flow-record.ts'
import { type FlowRow, flowEndNames, toFlowRecord } from './flow-row.ts'
import { jsonLine } from './json-line.ts'

/** The 32,768 flows that ended last, at 200 B and two shared texts each, are 7 MB. */
export const endedFlowCountMax = 32_768
/** A flow that stays open is reported each half hour, as NetFlow exporters do by default. */
export const activeTimeoutUs = 1_800_000_000
/** Looking through all flows for those costs a millisecond: once a minute of traffic is enough. */
const activeCheckUs = 60_000_000

/**
 * Keeps the flows that ended last beside those still open, and answers questions about both. It
 * watches like a detector and states nothing.
 */
export class FlowLog implements TrafficObserver {
  readonly #traffic: Traffic
  readonly #ended = new Float64Array(endedFlowCountMax * flowColumnCount)
  readonly #ends: string[] = []
  readonly #sessions: (TlsSession | undefined)[] = []
  readonly #applications = new Uint8Array(endedFlowCountMax)
  /** Why each ended: a FlowEnd. */
  readonly #reasons = new Uint8Array(endedFlowCountMax)
  readonly #onLine: ((line: string) => void) | undefined
  /** When each flow in the table was last reported; only kept for `onLine`. */
  readonly #toldUs: Float64Array
  #checkedUs = Number.NEGATIVE_INFINITY
  #endedCount = 0

  /** @param onLine Receives each flow as a line of JSON: when it ends, and while it is open for long. */
  constructor(traffic: Traffic, onLine?: (line: string) => void) {
    this.#traffic = traffic
    this.#onLine = onLine
    this.#toldUs = new Float64Array(onLine ? traffic.flows.countMax : 0)
  }

  onTick(): void {
    const { timeUs, flows } = this.#traffic
    if (!this.#onLine || timeUs - this.#checkedUs < activeCheckUs) return
    this.#checkedUs = timeUs
    flows.forEach((flow) => {
      const firstUs = flows.firstUs(flow)
      // Before that the slot may have been another flow's.
      const sinceUs = Math.max(this.#toldUs[flow] as number, firstUs)
      if (timeUs - sinceUs < activeTimeoutUs) return
      this.#toldUs[flow] = timeUs
      this.#dispatch(this.#rowOf(flow, 'active'))
    })
  }

  onFlowEnd(flow: FlowId, end: number): void {
    if (this.#onLine) this.#dispatch(this.#rowOf(flow, flowEndNames[end] ?? 'closed'))
    const { flows, hosts } = this.#traffic
    const slot = this.#endedCount++ % endedFlowCountMax
    const from = flow * flowColumnCount
    const to = slot * flowColumnCount
    this.#reasons[slot] = end
    for (let column = 0; column < flowColumnCount; column++) {
      this.#ended[to + column] = flows.values[from + column] as number
    }
    // Host ids are given away later, so their texts are kept: they are shared, not made.
    this.#ends[slot * 2] = hosts.text(flows.originator(flow))
    this.#ends[slot * 2 + 1] = hosts.text(flows.responder(flow))
    this.#sessions[slot] = this.#traffic.tls.of(flow)
    this.#applications[slot] = this.#traffic.applications.of(flow)
  }

  /** The flows that match, newest first. Looks at every flow: some milliseconds. */
  page(query: FlowQuery): FlowPage {
    const { flows, sensor } = this.#traffic
    const found: FlowRow[] = []
    const matches = flowMatch(query)
    flows.forEach((flow) => {
      const row = this.#rowOf(flow, 'open')
      if (matches(row)) found.push(row)
    })
    for (let slot = 0; slot < Math.min(this.#endedCount, endedFlowCountMax); slot++) {
      const source = this.#ends[slot * 2] as string
      const target = this.#ends[slot * 2 + 1] as string
      const end = flowEndNames[this.#reasons[slot] as number] ?? 'closed'
      const at = slot * flowColumnCount
      const tls = this.#sessions[slot]
      const application = this.#applications[slot] as number
      const row = { sensor, values: this.#ended, at, source, target, end, application, tls }
      if (matches(row)) found.push(row)
    }
    found.sort((a, b) => column(b, FlowColumn.lastUs) - column(a, FlowColumn.lastUs))
    const page = found.slice(query.offset, query.offset + query.limit)
    return { total: found.length, flows: page.map(toFlowRecord) }
  }

  #rowOf(flow: FlowId, end: FlowRow['end']): FlowRow {
    const { flows, hosts, sensor, tls: sessions, applications } = this.#traffic
    const source = hosts.text(flows.originator(flow))
    const target = hosts.text(flows.responder(flow))
    const tls = sessions.of(flow)
    const application = applications.of(flow)
    const at = flow * flowColumnCount
    return { sensor, values: flows.values, at, source, target, end, application, tls }
  }

  #dispatch(row: FlowRow): void {
    this.#onLine?.(`${jsonLine(toFlowRecord(row))}\n`)
  }
}

function column({ values, at }: FlowRow, index: number): number {
  return values[at + index] as number
}

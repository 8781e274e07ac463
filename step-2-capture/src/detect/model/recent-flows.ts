import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { PacketReference } from '../seam/detection.ts'

/** Four flows show where to look; at 139,264 hosts they cost 13 MB. */
const flowCountKept = 4
/** Index, offset and time of the flow's first packet. */
const numberCount = 3

/** Where in the capture each host's newest flows began: a window has no packet of its own to show. */
export class RecentFlows {
  readonly #traffic: Traffic
  readonly #numbers: Float64Array
  /** Flows noted of each host so far. */
  readonly #counts: Uint32Array

  constructor(traffic: Traffic) {
    const { countMax } = traffic.hosts
    this.#traffic = traffic
    this.#numbers = new Float64Array(countMax * flowCountKept * numberCount)
    this.#counts = new Uint32Array(countMax)
  }

  /** Notes a flow that has just begun, for both of its ends. */
  note(flow: FlowId): void {
    const { flows } = this.#traffic
    this.#add(flows.originator(flow), flow)
    this.#add(flows.responder(flow), flow)
  }

  forget(host: HostId): void {
    this.#counts[host] = 0
  }

  /** First packets of the host's newest flows since then; of its last flows where there are none. */
  referencesOf(host: HostId, sinceUs: number): PacketReference[] {
    const count = Math.min(this.#counts[host] as number, flowCountKept)
    const all = Array.from({ length: count }, (_, slot) => this.#reference(host, slot))
    all.sort((a, b) => a.index - b.index)
    const recent = all.filter(({ time }) => time >= sinceUs / 1e6)
    return recent.length > 0 ? recent : all
  }

  #reference(host: HostId, slot: number): PacketReference {
    const at = (host * flowCountKept + slot) * numberCount
    const [index = 0, offset = 0, timeUs = 0] = this.#numbers.subarray(at, at + numberCount)
    return { index, offset, time: timeUs / 1e6 }
  }

  #add(host: HostId, flow: FlowId): void {
    const { flows } = this.#traffic
    const slot = (this.#counts[host] as number) % flowCountKept
    this.#counts[host] = (this.#counts[host] as number) + 1
    const at = (host * flowCountKept + slot) * numberCount
    this.#numbers[at] = flows.firstPacketIndex(flow)
    this.#numbers[at + 1] = flows.firstRecordOffset(flow)
    this.#numbers[at + 2] = flows.firstUs(flow)
  }
}

import type { Engine } from '../engine.ts'
import { FlowColumn } from '../flow/flow-column.ts'
import type { FlowId } from '../flow/flow-rows.ts'
import { HostColumn, type HostId } from '../flow/host-rows.ts'
import type { Stats } from './status.ts'

/** Ten rows fit the card of the dashboard. */
const talkerCount = 10

/** What hosts sent (or received) that is still counted in their open flows alone: 2 MB each. */
interface Uncounted {
  readonly packets: Float64Array
  readonly bytes: Float64Array
}

/**
 * The hosts that sent and received most. The engine counts packets to their flow at once, and to
 * its hosts when a window closes; to settle earlier would change the rounding of the window's sums,
 * so the open flows are added up here, beside the tables: a millisecond or two for full ones.
 */
export class Talkers {
  readonly #engine: Engine
  readonly #sent: Uncounted
  readonly #received: Uncounted

  constructor(engine: Engine) {
    this.#engine = engine
    const { countMax } = engine.hosts
    this.#sent = { packets: new Float64Array(countMax), bytes: new Float64Array(countMax) }
    this.#received = { packets: new Float64Array(countMax), bytes: new Float64Array(countMax) }
  }

  take(): Pick<Stats, 'top_sources' | 'top_destinations'> {
    for (const { packets, bytes } of [this.#sent, this.#received]) {
      packets.fill(0)
      bytes.fill(0)
    }
    const { flows } = this.#engine
    flows.forEach((flow) => {
      const originator = flows.originator(flow)
      const responder = flows.responder(flow)
      this.#add(flow, 0, originator, responder)
      this.#add(flow, 1, responder, originator)
    })
    return {
      top_sources: this.#busiest(this.#sent, HostColumn.packetsSent, HostColumn.bytesSent),
      top_destinations: this.#busiest(
        this.#received,
        HostColumn.packetsReceived,
        HostColumn.bytesReceived,
      ),
    }
  }

  /** @param side 0 for what the originator sent, 1 for what the responder sent. */
  #add(flow: FlowId, side: number, sender: number, receiver: number): void {
    const { flows } = this.#engine
    const packets =
      flows.value(flow, FlowColumn.originatorPackets + side) -
      flows.value(flow, FlowColumn.countedOriginatorPackets + side)
    if (packets === 0) return
    const bytes =
      flows.value(flow, FlowColumn.originatorBytes + side) -
      flows.value(flow, FlowColumn.countedOriginatorBytes + side)
    const { sent, received } = { sent: this.#sent, received: this.#received }
    sent.packets[sender] = (sent.packets[sender] as number) + packets
    sent.bytes[sender] = (sent.bytes[sender] as number) + bytes
    received.packets[receiver] = (received.packets[receiver] as number) + packets
    received.bytes[receiver] = (received.bytes[receiver] as number) + bytes
  }

  #busiest(uncounted: Uncounted, packetColumn: number, byteColumn: number): Stats['top_sources'] {
    const { hosts } = this.#engine
    const top: { host: HostId; bytes: number }[] = []
    hosts.forEach((host) => {
      const bytes = hosts.value(host, byteColumn) + (uncounted.bytes[host] as number)
      const last = top[talkerCount - 1]
      if (bytes === 0 || (last && bytes <= last.bytes)) return
      const place = top.findIndex((other) => other.bytes < bytes)
      top.splice(place === -1 ? top.length : place, 0, { host, bytes })
      top.length = Math.min(top.length, talkerCount)
    })
    return top.map(({ host, bytes }) => ({
      address: hosts.text(host),
      packets: hosts.value(host, packetColumn) + (uncounted.packets[host] as number),
      bytes,
    }))
  }
}

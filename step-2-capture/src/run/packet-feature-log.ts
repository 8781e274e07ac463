import type { TrafficObserver } from '../detect/seam/observer.ts'
import { packetFeatures } from '../features/packet-feature.ts'
import { PacketMeasure } from '../features/packet-measure.ts'
import type { FlowId } from '../flow/flow-rows.ts'
import type { HostId } from '../flow/host-rows.ts'
import type { Traffic } from '../flow/traffic.ts'

/** The number of the packet in the capture, its time in seconds since 1970, and the features. */
export const packetFeatureHeader = [
  'index',
  'time',
  ...packetFeatures.map(({ name }) => name),
].join(',')

/** Writes the features of every packet that has a flow as a line of CSV. */
export class PacketFeatureLog implements TrafficObserver {
  readonly #traffic: Traffic
  readonly #measure: PacketMeasure
  readonly #onLine: (line: string) => void

  constructor(traffic: Traffic, onLine: (line: string) => void) {
    this.#traffic = traffic
    this.#measure = new PacketMeasure(traffic)
    this.#onLine = onLine
  }

  onFlowStart(flow: FlowId): void {
    this.#measure.streams.startFlow(flow)
  }

  onHostEvict(host: HostId): void {
    this.#measure.streams.forgetHost(host)
  }

  onPacket(): boolean {
    const { index, timeUs } = this.#traffic.packet
    this.#onLine(`${index},${timeUs / 1e6},${this.#measure.measure().join(',')}\n`)
    return false
  }
}

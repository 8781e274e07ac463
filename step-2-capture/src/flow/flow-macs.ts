import { readUint16 } from '../decode/big-endian.ts'
import type { Frame } from '../decode/frame.ts'
import { readWord } from '../memory/address-words.ts'
import type { Packet } from '../pcap/packet.ts'
import type { FlowId } from './flow-rows.ts'
import { type HostId, noHost } from './host-rows.ts'
import type { HostTable } from './host-table.ts'

/** Which MAC address sent the first packet of each flow: 8 B a flow, 524 kB. */
export class FlowMacs {
  readonly #hosts: HostTable
  readonly #low: Uint32Array
  /** The upper 16 bits + 1; 0 where the link has no addresses. */
  readonly #high: Uint32Array
  readonly #bytes = Buffer.alloc(6)

  constructor(hosts: HostTable, flowCountMax: number) {
    this.#hosts = hosts
    this.#low = new Uint32Array(flowCountMax)
    this.#high = new Uint32Array(flowCountMax)
  }

  /** Keeps the MAC address of the current packet, which opens the flow. */
  start(flow: FlowId, { bytes }: Packet, { sourceMacOffset: at }: Frame): void {
    this.#high[flow] = at === -1 ? 0 : readUint16(bytes, at) + 1
    if (at !== -1) this.#low[flow] = readWord(bytes, at + 2)
  }

  /** The address as a host id, or -1 where the link has none. */
  of(flow: FlowId, timeUs: number): HostId {
    const high = this.#high[flow] as number
    if (high === 0) return noHost
    this.#bytes.writeUInt16BE(high - 1, 0)
    this.#bytes.writeUInt32BE(this.#low[flow] as number, 2)
    return this.#hosts.intern(this.#bytes, 0, 6, timeUs)
  }
}

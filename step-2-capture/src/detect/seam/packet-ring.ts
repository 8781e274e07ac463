import type { HostId } from '../../flow/host-rows.ts'

/**
 * The verdict on the newest packets may still change: 65,536 packets at 28 B are 2 MB, and at a
 * thousand packets a second a minute.
 */
export const revisedPacketCountMax = 65_536

/** The MAC address of a packet without one. */
export const noMac = -1

/** What a packet is known by once it is gone; -1 where it has none. */
export interface SeenPacket {
  timeUs: number
  /** Of its flow; of ARP the host that speaks. */
  originator: HostId
  responder: HostId
  responderPort: number
  /** IP protocol; 0 for ARP. */
  protocol: number
  /** Of no established connection, or the segment that opens one. */
  isOpening: boolean
  /** The MAC address that sent it, as a number of 48 bits. */
  mac: number
  isBad: boolean
}

/** The newest packets of a capture in columns, so that none is an object. */
export class PacketRing {
  readonly #times = new Float64Array(revisedPacketCountMax)
  readonly #originators = new Int32Array(revisedPacketCountMax)
  readonly #responders = new Int32Array(revisedPacketCountMax)
  readonly #ports = new Uint16Array(revisedPacketCountMax)
  readonly #protocols = new Uint8Array(revisedPacketCountMax)
  readonly #bits = new Uint8Array(revisedPacketCountMax)
  readonly #macs = new Float64Array(revisedPacketCountMax)
  /** Packets so far. */
  count = 0

  add(seen: SeenPacket): void {
    const at = this.count++ & mask
    this.#times[at] = seen.timeUs
    this.#originators[at] = seen.originator
    this.#responders[at] = seen.responder
    this.#ports[at] = seen.responderPort
    this.#protocols[at] = seen.protocol
    this.#macs[at] = seen.mac
    this.#bits[at] = (seen.isBad ? bit.bad : 0) | (seen.isOpening ? bit.opening : 0)
  }

  /** Reads a packet that is still kept. @param number The first packet of the capture is 0. */
  read(number: number, into: SeenPacket): void {
    const at = number & mask
    const bits = this.#bits[at] as number
    into.timeUs = this.#times[at] as number
    into.originator = this.#originators[at] as HostId
    into.responder = this.#responders[at] as HostId
    into.responderPort = this.#ports[at] as number
    into.protocol = this.#protocols[at] as number
    into.mac = this.#macs[at] as number
    into.isBad = (bits & bit.bad) !== 0
    into.isOpening = (bits & bit.opening) !== 0
  }

  timeUs(number: number): number {
    return this.#times[number & mask] as number
  }

  get oldest(): number {
    return Math.max(0, this.count - revisedPacketCountMax)
  }

  markBad(number: number): void {
    this.#bits[number & mask]! |= bit.bad
  }
}

const mask = revisedPacketCountMax - 1
const bit = { bad: 1, opening: 2 } as const

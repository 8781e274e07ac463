import { readUint16 } from '../../decode/big-endian.ts'
import { TcpFlag } from '../../decode/frame.ts'
import { FlowState } from '../../flow/flow-column.ts'
import { HostColumn, type HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { AddressFamily, readWord } from '../../memory/address-words.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { Statement } from './reporter.ts'

/** Packets of a detection's source stay bad for the length of a window after it, at least. */
const badForUs = 10_000_000
/** What goes on is stated again before a tenth of its span has passed. */
const badForShare = 0.15
/** Targets that are flooded at once, 150 B each; and devices that forge addresses. */
export const floodedCountMax = 256
export const deviceCountMax = 16

interface Flooded {
  readonly protocol: number
  readonly port: number | undefined
  readonly untilUs: number
}

/**
 * Which packets are bad because of what was stated: those that its source sends; of a flood those
 * that reach its target, from any address; of a source that is a device all that leave
 * it. A look at one column a packet, and at a map while there is a flood.
 */
export class BadPackets {
  readonly #traffic: Traffic
  readonly #flooded = new BoundedMap<HostId, Flooded>({ countMax: floodedCountMax })
  /** Until when the frames of a device are bad, by its MAC address. */
  readonly #devices = new BoundedMap<number, number>({ countMax: deviceCountMax })

  constructor(traffic: Traffic) {
    this.#traffic = traffic
  }

  /** Notes a statement whose source has this address. */
  note({ source, target, targetPort, floods, firstUs, lastUs }: Statement, address: string): void {
    const { hosts, timeUs } = this.#traffic
    const eventUs = lastUs ?? timeUs
    const untilUs = eventUs + Math.max(badForUs, (eventUs - firstUs) * badForShare)
    if (floods !== undefined && target !== null) {
      this.#flooded.renew(target, { protocol: floods, port: targetPort, untilUs })
    }
    // The id of a host that is spoken of late may be another's by now.
    if (hosts.text(source) !== address) return
    const knownUs = hosts.value(source, HostColumn.badUntilUs)
    hosts.set(source, HostColumn.badUntilUs, Math.max(knownUs, untilUs))
    if (hosts.family(source) !== AddressFamily.mac) return
    const [high, low] = [hosts.addressWord(source, 2), hosts.addressWord(source, 3)]
    this.#devices.renew(macNumber(high, low), untilUs)
  }

  /** Whether the current IP packet is bad. */
  hasPacket(): boolean {
    const { flow, flows, hosts, timeUs } = this.#traffic
    if (hosts.value(flows.originator(flow), HostColumn.badUntilUs) >= timeUs) return true
    return (this.#flooded.size > 0 && this.#isFlood()) || this.hasDevice()
  }

  /** Whether the current ARP packet is bad, whose sender claims this address. */
  hasClaim(sender: HostId): boolean {
    const { hosts, timeUs } = this.#traffic
    return hosts.value(sender, HostColumn.badUntilUs) >= timeUs || this.hasDevice()
  }

  /** Whether a device sent the current frame whose packets are bad. */
  hasDevice(): boolean {
    if (this.#devices.size === 0) return false
    const { frame, packet, timeUs } = this.#traffic
    const at = frame.sourceMacOffset
    if (at === -1) return false
    const sender = macNumber(readUint16(packet.bytes, at), readWord(packet.bytes, at + 2))
    return (this.#devices.get(sender) ?? 0) >= timeUs
  }

  onHostEvict(host: HostId): void {
    this.#flooded.delete(host)
  }

  #isFlood(): boolean {
    const { flow, flows, frame, timeUs } = this.#traffic
    const [sender, receiver] = [flows.originator(flow), flows.responder(flow)]
    const target = flows.fromOriginator ? receiver : sender
    const flooded = this.#flooded.get(target)
    if (!flooded || flooded.untilUs < timeUs || flooded.protocol !== flows.protocol(flow))
      return false
    if (flooded.port !== undefined && flooded.port !== frame.destinationPort) return false
    // Of clients that are served through it all, only the opening of a connection looks the same.
    const state = flows.state(flow)
    return state !== FlowState.established || (frame.tcpFlags & TcpFlag.syn) !== 0
  }
}

/** The 48 bits of a MAC address from its first 16 and its last 32, which may be signed. */
function macNumber(high: number, low: number): number {
  return high * 2 ** 32 + (low >>> 0)
}

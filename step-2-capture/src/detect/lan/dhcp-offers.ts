import type { DhcpMessage } from '../../decode/dhcp.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { AddressFamily, addressText, readWord } from '../../memory/address-words.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { Tracker } from '../track/tracker.ts'

/** 1,024 transactions at 150 B; the oldest are forgotten. */
export const transactionCountMax = 1_024
/** Rogue servers that are reported, 8 B each; further ones are not. */
export const serverCountMax = 256
const routerOption = 3

interface Offer {
  readonly server: HostId
  readonly router: number
  /** The packet that made it. */
  readonly packet: {
    readonly index: number
    readonly recordOffset: number
    readonly timeUs: number
  }
}

/** Two servers that offer the same client two ways out of the network. */
export interface OfferConflict {
  readonly rival: HostId
  readonly router: string
  readonly rivalRouter: string
  /** Its host is the rogue server. */
  readonly tracker: Rogue
}

class Rogue extends Tracker {
  leaseCount = 1
}

/**
 * Compares what servers offer in one transaction. Two servers that share the work offer the same
 * router; a rogue one offers its own.
 */
export class DhcpOffers {
  readonly #offers = new BoundedMap<number, Offer>({ countMax: transactionCountMax })
  readonly #reported = new Map<HostId, OfferConflict>()

  /** The current packet is this message, an offer or a confirmation of the server. */
  add(traffic: Traffic, message: DhcpMessage, server: HostId): OfferConflict | undefined {
    const { packet, frame, hosts } = traffic
    const { bytes } = packet
    const router = routerOf(
      bytes,
      frame.payloadOffset + 240,
      frame.payloadOffset + frame.payloadLength,
    )
    if (router === -1) return undefined
    const known = this.#reported.get(server)
    if (known?.tracker.isCurrent(traffic)) return this.#goOn(traffic, known)
    const { index, recordOffset } = packet
    const second = { server, router, packet: { index, recordOffset, timeUs: packet.timeUs } }
    const first = this.#offers.get(message.transaction)
    if (!first) {
      this.#offers.set(message.transaction, second)
      return undefined
    }
    if (first.server === server || first.router === router) return undefined
    const [rogue, other] = this.#isIntruder(hosts, first, second)
      ? [first, second]
      : [second, first]
    if (this.#reported.get(rogue.server)?.tracker.isCurrent(traffic)) return undefined
    if (this.#reported.size === serverCountMax) return undefined
    const tracker = new Rogue({ host: rogue.server }, traffic)
    const { index: at, recordOffset: offset, timeUs: offeredUs } = rogue.packet
    tracker.firstUs = offeredUs
    tracker.evidence.add(at, offset, offeredUs)
    tracker.hasDoubled(tracker.leaseCount, 1)
    const conflict = {
      rival: other.server,
      router: addressText(AddressFamily.ipv4, [0, 0, 0, rogue.router]),
      rivalRouter: addressText(AddressFamily.ipv4, [0, 0, 0, other.router]),
      tracker,
    }
    this.#reported.set(rogue.server, conflict)
    return conflict
  }

  /** It offers more leases: they belong to what was stated. */
  #goOn(traffic: Traffic, conflict: OfferConflict): OfferConflict | undefined {
    const { tracker } = conflict
    tracker.touch(traffic.timeUs)
    tracker.evidence.addPacket(traffic)
    tracker.leaseCount++
    return tracker.hasDoubled(tracker.leaseCount, 1) ? conflict : undefined
  }

  /** The rogue one names its own server as the router; of two such, the server whose address is newer. */
  #isIntruder(hosts: Traffic['hosts'], offer: Offer, other: Offer): boolean {
    const isSelf = offer.router === hosts.addressWord(offer.server, 3)
    const isOtherSelf = other.router === hosts.addressWord(other.server, 3)
    if (isSelf !== isOtherSelf) return isSelf
    return hosts.firstUs(offer.server) > hosts.firstUs(other.server)
  }
}

/** The first router among the options (RFC 2132, section 3.5), or -1. */
function routerOf(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at + 6 <= end && bytes[at] !== 255) {
    if (bytes[at] === 0) {
      at++
      continue
    }
    if (bytes[at] === routerOption) return readWord(bytes, at + 2)
    at += 2 + (bytes[at + 1] as number)
  }
  return -1
}

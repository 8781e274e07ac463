import { Layer } from '../../decode/frame.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import type { Severity } from '../seam/detection.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface NeighbourSpoofingOptions {
  /** Claims of an address that another device has claimed before: one may be a new network card. */
  readonly conflictCountMin?: number
  /** How long an owner who is silent counts as there, in seconds. */
  readonly ownerSilentSeconds?: number
  /** Routers, or addresses claimed, within ten seconds: more than a network has (RFC 6583). */
  readonly floodCountMin?: number
}

const defaults: Required<NeighbourSpoofingOptions> = {
  conflictCountMin: 2,
  ownerSilentSeconds: 300,
  floodCountMin: 50,
}

/** 4,096 addresses at 250 B are 1 MB. */
const groupCountMax = 4_096
const forgetAfterSeconds = 3_600
const periodUs = 10_000_000

/** ICMPv6 types and where their fields stand (RFC 4861, sections 4.2 and 4.4). */
const Type = { routerAdvertisement: 134, neighbourAdvertisement: 136 } as const
const flagsAt = 5
const lifetimeAt = 6
const targetAt = 8
/** Behind the eight bytes of ICMPv6 stands the target's address, or so much of a router's message. */
const bodyBytesMin = 16
/** Router preference in the flags (RFC 4191): 01 is high. */
const preferenceMask = 0x18
const preferenceHigh = 0x08

const technique = techniques.T1557
const recommendation =
  'Find the port of this MAC address at the switch and shut it; turn on RA guard and ND inspection. ' +
  'What its victims sent went through this device.'
const neighbourSpoofing: DetectionKind = { kind: 'neighbour_spoofing', technique, recommendation }
const rogueRouter: DetectionKind = { kind: 'rogue_router', technique, recommendation }
const neighbourFlood: DetectionKind = {
  kind: 'neighbour_flood',
  technique: techniques['T1499.001'],
  recommendation,
}

/** A device that says that it is a router or a neighbour of IPv6, and is not. */
export function createNeighbourSpoofing(options: NeighbourSpoofingOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new NeighbourSpoofing(traffic, { ...defaults, ...options })
}

/** An address of a neighbour or a router, and who claimed it first. */
class Claim extends Tracker {
  owner = noHost
  ownerUs = 0
  conflictCount = 0
}

/** What was announced in the current period. */
class Announcements extends Tracker {
  readonly addresses = new DistinctCounter()
}

class NeighbourSpoofing implements TrafficObserver {
  readonly name = 'neighbour_spoofing'
  readonly #traffic: Traffic
  readonly #options: Required<NeighbourSpoofingOptions>
  readonly #claims: TrackerTable<Claim>
  #announcements: Announcements | undefined
  /** The first router that did not ask to be preferred, as a host id of its MAC address. */
  #router = noHost

  constructor(traffic: Traffic, options: Required<NeighbourSpoofingOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#claims = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Claim,
    })
  }

  onIcmp(): void {
    const { frame, packet, hosts, timeUs } = this.#traffic
    const type = frame.sourcePort
    if (type !== Type.routerAdvertisement && type !== Type.neighbourAdvertisement) return
    // Messages of neighbours never cross a router, so their time to live is whole.
    if ((frame.layers & Layer.icmpv6) === 0 || frame.timeToLive !== 255) return
    if (frame.sourceMacOffset === -1 || frame.payloadLength < bodyBytesMin) return
    const { bytes } = packet
    const at = frame.transportOffset
    const isRouter = type === Type.routerAdvertisement
    const addressAt = isRouter ? frame.sourceAddressOffset : at + targetAt
    const mac = hosts.intern(bytes, frame.sourceMacOffset, 6, timeUs)
    const address = hosts.intern(bytes, addressAt, 16, timeUs)
    this.#countAnnouncement(mac, address)
    if (isVirtual(bytes, frame.sourceMacOffset)) return
    this.#judgeClaim(mac, address, isRouter)
    if (isRouter) this.#judgeRouter(mac, bytes, at)
  }

  onHostEvict(host: HostId): void {
    if (this.#router === host) this.#router = noHost
  }

  #countAnnouncement(mac: HostId, address: HostId): void {
    const { timeUs } = this.#traffic
    const { floodCountMin } = this.#options
    let announced = this.#announcements
    if (!announced || timeUs - announced.firstUs > periodUs) {
      announced = new Announcements({ host: mac }, this.#traffic)
      this.#announcements = announced
    }
    if (!announced.addresses.add(address)) return
    announced.evidence.addPacket(this.#traffic)
    const { count, text } = announced.addresses
    if (!announced.hasDoubled(count, floodCountMin)) return
    const what = `${text} routers and neighbours announced themselves within 10 s`
    this.#report(announced, neighbourFlood, { mac, what, count, severity: 'medium' })
  }

  /** Whoever claims an address first is taken for its owner, as long as he goes on. */
  #judgeClaim(mac: HostId, address: HostId, isRouter: boolean): void {
    const { hosts, timeUs } = this.#traffic
    const { conflictCountMin, ownerSilentSeconds } = this.#options
    const claim = this.#claims.open({ host: address })
    if (claim.owner === -1 || timeUs - claim.ownerUs > ownerSilentSeconds * 1e6) claim.owner = mac
    if (claim.owner === mac) {
      claim.ownerUs = timeUs
      return
    }
    claim.conflictCount++
    claim.evidence.addPacket(this.#traffic)
    const { conflictCount: count } = claim
    if (!claim.hasDoubled(count, conflictCountMin)) return
    const what = `${hosts.text(mac)} claims ${hosts.text(address)}, which ${hosts.text(claim.owner)} has`
    const kind = isRouter ? rogueRouter : neighbourSpoofing
    this.#report(claim, kind, { mac, what, count, severity: 'high' })
  }

  /** A second router that wants to be preferred to the first: it wants everybody's traffic. */
  #judgeRouter(mac: HostId, bytes: Uint8Array, at: number): void {
    const { hosts } = this.#traffic
    const isPreferred = ((bytes[at + flagsAt] as number) & preferenceMask) === preferenceHigh
    const lives = (bytes[at + lifetimeAt] as number) + (bytes[at + lifetimeAt + 1] as number) > 0
    if (!isPreferred && lives && this.#router === -1) this.#router = mac
    if (!isPreferred || this.#router === -1 || this.#router === mac) return
    const claim = this.#claims.open({ host: mac })
    claim.evidence.addPacket(this.#traffic)
    if (!claim.hasDoubled(1, 1)) return
    const what = `${hosts.text(mac)} wants to be preferred to the router ${hosts.text(this.#router)}`
    this.#report(claim, rogueRouter, { mac, what, count: 1, severity: 'medium' })
  }

  #report(group: Tracker, kind: DetectionKind, finding: Finding): void {
    const { mac, what, count, severity } = finding
    reportGroup(this.#traffic, group, {
      detector: this.name,
      kind,
      severity,
      score: severity === 'high' ? 0.85 : 0.7,
      confidence: 0.8,
      source: mac,
      target: group.host === mac ? null : group.host,
      title: `${what}, ${count} times (usual: 0)`,
      reasons: [countReason('announcements', count, { typical: 0, unit: 'messages' })],
    })
  }
}

interface Finding {
  readonly mac: HostId
  readonly what: string
  readonly count: number
  readonly severity: Severity
}

/** VRRP for IPv6 (RFC 9568: 00:00:5e:00:02): routers share these on purpose. */
function isVirtual(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 0x5e
}

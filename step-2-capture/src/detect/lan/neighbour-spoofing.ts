import { IpProtocol, Layer } from '../../decode/frame.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { AddressList } from '../seam/address-list.ts'
import type { Reason } from '../seam/detection.ts'
import { defineDetector } from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import type { SettingsOf } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { numberText } from '../seam/title.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { neighbourKinds } from './neighbour-kinds.ts'
import { neighbourOptions } from './neighbour-options.ts'
import { WayOut } from './way-out.ts'

/** 4,096 addresses at 250 B are 1 MB. */
export const claimCountMax = 4_096

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

/** A device that announces itself as an IPv6 router or neighbour, and is not. */
export const neighbourSpoofing = defineDetector({
  name: 'neighbour_spoofing',
  family: 'behaviour',
  about:
    'A device that announces itself as an IPv6 router or neighbour in the place of another, or as the ' +
    'first router though another device leads out; and floods of such announcements. Addresses that ' +
    'routers share (VRRP) are left alone.',
  kinds: neighbourKinds,
  options: neighbourOptions,
  watch: (traffic, settings, reporter) => new NeighbourSpoofing(traffic, settings, reporter),
})

type Settings = SettingsOf<typeof neighbourOptions>
type NeighbourReporter = Reporter<(typeof neighbourKinds)[number]>

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
  readonly #traffic: Traffic
  readonly #settings: Settings
  readonly #reporter: NeighbourReporter
  readonly #allowed: AddressList
  readonly #claims: TrackerTable<Claim>
  readonly #way: WayOut
  #announcements: Announcements | undefined
  /** The first router that did not ask to be preferred, as a host id of its MAC address. */
  #router = noHost

  constructor(traffic: Traffic, settings: Settings, reporter: NeighbourReporter) {
    this.#traffic = traffic
    this.#settings = settings
    this.#reporter = reporter
    this.#allowed = new AddressList(settings.allow)
    this.#way = new WayOut(traffic)
    this.#claims = new TrackerTable({
      traffic,
      countMax: claimCountMax,
      forgetAfterSeconds: settings.forgetAfterSeconds,
      tracker: Claim,
    })
  }

  onFlowStart(): void {
    this.#way.see()
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
    this.#way.forget(host)
  }

  #countAnnouncement(mac: HostId, address: HostId): void {
    const { timeUs } = this.#traffic
    const { floodCountMin, periodSeconds } = this.#settings
    let announced = this.#announcements
    if (!announced || timeUs - announced.firstUs > periodSeconds * 1e6) {
      announced = new Announcements({ host: mac }, this.#traffic)
      this.#announcements = announced
    }
    if (!announced.addresses.add(address)) return
    announced.evidence.addPacket(this.#traffic)
    const { count } = announced.addresses
    if (!announced.hasDoubled(count, floodCountMin)) return
    this.#reporter.emit({
      ...about(announced),
      kind: 'neighbour_flood',
      severity: 'medium',
      score: 0.7,
      confidence: 0.8,
      source: mac,
      target: announced.host === mac ? null : announced.host,
      values: {
        announcers: counted(announced.addresses, 'router or neighbour', 'routers and neighbours'),
        period: periodSeconds,
        limit: floodCountMin,
      },
      reasons: reasonsOf(count),
    })
  }

  /** The device that claims an address first counts as its owner, as long as it goes on. */
  #judgeClaim(mac: HostId, address: HostId, isRouter: boolean): void {
    const { timeUs } = this.#traffic
    const { conflictCountMin, ownerSilentSeconds } = this.#settings
    const claim = this.#claims.open({ host: address })
    if (claim.owner === noHost || timeUs - claim.ownerUs > ownerSilentSeconds * 1e6)
      claim.owner = mac
    if (claim.owner === mac) {
      claim.ownerUs = timeUs
      return
    }
    claim.conflictCount++
    claim.evidence.addPacket(this.#traffic)
    const { conflictCount: count } = claim
    if (claim.hasDoubled(count, conflictCountMin)) this.#reportClaim(claim, mac, isRouter)
  }

  #reportClaim(claim: Claim, mac: HostId, isRouter: boolean): void {
    const { hosts } = this.#traffic
    const { conflictCount: count, host: address } = claim
    const limit = this.#settings.conflictCountMin
    const owner = hosts.text(claim.owner)
    const claimed = hosts.text(address)
    if (this.#allowed.has(claimed)) return
    const times = counted(count, 'time')
    const stated = {
      restate: () => this.#reportClaim(claim, mac, isRouter),
      ...about(claim),
      protocol: IpProtocol.icmpv6,
      severity: 'high',
      score: 0.85,
      confidence: 0.8,
      source: mac,
      target: address,
      reasons: reasonsOf(count),
    } as const
    const claimant = hosts.text(mac)
    if (isRouter) {
      const how = `it claims ${claimed}, which ${owner} has, ${times} (threshold: ${numberText(limit)})`
      this.#reporter.emit({ ...stated, kind: 'rogue_router', values: { claimant, how } })
    } else {
      const values = { claimant, address: claimed, owner, times, limit }
      this.#reporter.emit({ ...stated, kind: 'neighbour_spoofing', values })
    }
  }

  /** A second router that asks to be preferred to the first receives the traffic of all hosts. */
  #judgeRouter(mac: HostId, bytes: Uint8Array, at: number): void {
    const { hosts } = this.#traffic
    const isPreferred = ((bytes[at + flagsAt] as number) & preferenceMask) === preferenceHigh
    const lives = (bytes[at + lifetimeAt] as number) + (bytes[at + lifetimeAt + 1] as number) > 0
    if (!isPreferred && lives && this.#router === noHost) this.#router = mac
    const hasRouter = this.#router !== noHost && this.#router !== mac
    if (isPreferred && hasRouter) {
      const how = `it asks to be preferred to the router ${hosts.text(this.#router)}`
      this.#reportRouter(mac, how)
    } else if (lives && !hasRouter) this.#judgeFirstRouter(mac, isPreferred)
  }

  /** The only router of IPv6 may be forged: then that of IPv4 is another device, which it uses itself. */
  #judgeFirstRouter(mac: HostId, isPreferred: boolean): void {
    const { hosts } = this.#traffic
    const gateway = this.#way.gatewayBeside(mac)
    const isUser = gateway !== noHost && this.#way.isUsedBy(mac)
    if (isUser || (isPreferred && gateway !== noHost)) {
      const does = isUser ? 'sends its own packets to' : 'asks to be preferred to others beside'
      const how = `it ${does} the router ${hosts.text(gateway)}, and none announced IPv6 before`
      this.#reportRouter(mac, how)
    }
  }

  #reportRouter(mac: HostId, how: string): void {
    const claim = this.#claims.open({ host: mac })
    claim.evidence.addPacket(this.#traffic)
    if (!claim.hasDoubled(1, 1)) return
    this.#reporter.emit({
      ...about(claim),
      kind: 'rogue_router',
      severity: 'medium',
      score: 0.7,
      confidence: 0.8,
      values: { claimant: this.#traffic.hosts.text(mac), how },
      reasons: reasonsOf(1),
    })
  }
}

function reasonsOf(count: number): Reason[] {
  return [countReason('announcements', count, { typical: 0, unit: 'messages' })]
}

/** VRRP for IPv6 (RFC 9568: 00:00:5e:00:02): routers share these on purpose. */
function isVirtual(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 0x5e
}

import { DhcpMessage, DhcpType, dhcpClientPort, dhcpServerPort } from '../../decode/dhcp.ts'
import { IpProtocol, Layer } from '../../decode/frame.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { readWord } from '../../memory/address-words.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { AddressList } from '../seam/address-list.ts'
import { defineDetector } from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { addresses, levels, limit, type SettingsOf, seconds } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { dhcpKinds } from './dhcp-kinds.ts'
import { DhcpOffers, type OfferConflict } from './dhcp-offers.ts'

/** 256 devices at up to 8 kB are 2 MB. */
export const deviceCountMax = 256

const options = {
  messageCountMin: limit(50, {
    about: 'Messages of one device within a period; a client that finds no server sends four',
    unit: 'messages',
  }),
  clientCountMin: limit(50, {
    about:
      'Clients that ask for an address within a period; an office in the morning has one a second',
    unit: 'clients',
  }),
  periodSeconds: seconds(10, { about: 'Traffic time over which both are counted', min: 1 }),
  forgetAfterSeconds: seconds(600, {
    about: 'A pause after which a device or network is counted anew',
    min: 1,
  }),
  floodLevels: levels(
    { medium: 50, high: 500 },
    { about: 'Messages at which each severity of a flood starts', unit: 'messages' },
  ),
  starvationLevels: levels(
    { medium: 50, high: 200 },
    { about: 'Clients at which each severity of starvation starts', unit: 'clients' },
  ),
  allow: addresses({ about: 'Servers that may offer another router than the others' }),
}

/** Floods of DHCP messages, clients that do not exist, and servers that should not. */
export const dhcpAbuse = defineDetector({
  name: 'dhcp_abuse',
  family: 'behaviour',
  about:
    'Floods of DHCP messages, floods of clients that ask for an address, and a second server that ' +
    'leads clients through another router; relays and redundant servers are left alone.',
  kinds: dhcpKinds,
  options,
  watch: (traffic, settings, reporter) => new DhcpAbuse(traffic, settings, reporter),
})

type Settings = SettingsOf<typeof options>
type DhcpReporter = Reporter<(typeof dhcpKinds)[number]>

/** What one device, or all together, sent in the current period. */
class Asker extends PeriodTracker {
  messageCount = 0
  clients = new DistinctCounter()

  protected override startPeriod(): void {
    this.messageCount = 0
    this.clients = new DistinctCounter()
  }
}

class DhcpAbuse implements TrafficObserver {
  readonly ports = [dhcpServerPort]
  readonly #traffic: Traffic
  readonly #settings: Settings
  readonly #reporter: DhcpReporter
  readonly #allowed: AddressList
  readonly #message = new DhcpMessage()
  readonly #devices: TrackerTable<Asker>
  /** All clients that broadcast on a network together: starvation forges their addresses. */
  readonly #network: TrackerTable<Asker>
  readonly #offers = new DhcpOffers()
  /** Who offered or confirmed an address last. */
  #server = noHost

  constructor(traffic: Traffic, settings: Settings, reporter: DhcpReporter) {
    this.#traffic = traffic
    this.#settings = settings
    this.#reporter = reporter
    this.#allowed = new AddressList(settings.allow)
    const { forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: deviceCountMax, forgetAfterSeconds, tracker: Asker }
    this.#devices = new TrackerTable(bounds)
    this.#network = new TrackerTable(bounds)
  }

  onPayload(): void {
    const { frame, packet } = this.#traffic
    if ((frame.layers & Layer.udp) === 0 || frame.sourceMacOffset === -1) return
    const { payloadOffset, payloadLength } = frame
    if (!this.#message.parse(packet.bytes, payloadOffset, payloadLength)) return
    // A relay (its address is in the message) speaks for a whole network.
    const isRelayed = readWord(packet.bytes, payloadOffset + 24) !== 0
    if (this.#message.operation === 1 && !isRelayed) this.#seeClient()
    else if (this.#message.operation === 2 && frame.destinationPort === dhcpClientPort)
      this.#seeServer()
  }

  onHostEvict(host: HostId): void {
    if (this.#server === host) this.#server = noHost
  }

  #seeClient(): void {
    const { packet, frame, hosts, timeUs } = this.#traffic
    const { messageCountMin, clientCountMin } = this.#settings
    const { bytes } = packet
    const mac = hosts.intern(bytes, frame.sourceMacOffset, 6, timeUs)
    const device = this.#count(this.#devices.open({ host: mac }))
    if (device.messageCount >= messageCountMin && device.clients.count < clientCountMin) {
      if (device.hasDoubled(device.messageCount, messageCountMin)) this.#reportFlood(device)
    }
    const { type } = this.#message
    if (type !== DhcpType.discover && type !== DhcpType.request) return
    const target = hosts.intern(bytes, frame.destinationAddressOffset, 4, timeUs)
    const network = this.#count(this.#network.open({ host: target }))
    const { count } = network.clients
    if (network.hasDoubled(count, clientCountMin)) this.#reportStarvation(network, mac)
  }

  #count(asker: Asker): Asker {
    const { packet, timeUs } = this.#traffic
    asker.advance(timeUs, this.#settings.periodSeconds)
    asker.messageCount++
    asker.evidence.addPacket(this.#traffic)
    const { clientMacOffset } = this.#message
    if (clientMacOffset !== -1) {
      const { byteSeed } = this.#traffic
      const end = clientMacOffset + 6
      asker.clients.add(hashBytes(packet.bytes, clientMacOffset, end, byteSeed))
    }
    return asker
  }

  #seeServer(): void {
    const { type } = this.#message
    if (type !== DhcpType.offer && type !== DhcpType.acknowledge) return
    const { hosts, packet, frame, timeUs } = this.#traffic
    this.#server = hosts.intern(packet.bytes, frame.sourceAddressOffset, 4, timeUs)
    const conflict = this.#offers.add(this.#traffic, this.#message, this.#server)
    if (conflict && !this.#allowed.has(hosts.text(conflict.tracker.host))) {
      this.#reportRogue(conflict)
    }
  }

  #reportRogue(conflict: OfferConflict): void {
    const { hosts } = this.#traffic
    const { rival, router, rivalRouter, tracker } = conflict
    this.#reporter.emit({
      restate: () => this.#reportRogue(conflict),
      ...about(tracker),
      kind: 'rogue_dhcp',
      severity: 'high',
      score: 0.85,
      confidence: 0.8,
      values: { router, rival: hosts.text(rival), rival_router: rivalRouter },
      reasons: [countReason('servers', 2, { typical: 1, unit: 'servers' })],
    })
  }

  /** The server whose addresses run out; its answers go to clients that do not exist. */
  #flooded() {
    const target = this.#server
    if (target === noHost) return { target: null }
    return { target, floods: IpProtocol.udp, packetPort: dhcpServerPort }
  }

  #reportFlood(device: Asker): void {
    const { messageCountMin, periodSeconds, floodLevels } = this.#settings
    const { messageCount: count } = device
    this.#reporter.emit({
      restate: () => this.#reportFlood(device),
      ...about(device),
      ...this.#flooded(),
      targetGroup: 'dhcp',
      kind: 'dhcp_flood',
      severity: severityOf(device.perPeriod(count), floodLevels),
      score: growthScore(count, messageCountMin),
      confidence: 0.8,
      values: {
        messages: counted(count, 'DHCP message'),
        span: durationText(device.seconds),
        period: durationText(periodSeconds),
        limit: messageCountMin,
      },
      reasons: [countReason('dhcp_messages', count, { typical: 4, unit: 'messages' })],
    })
  }

  #reportStarvation(network: Asker, mac: HostId): void {
    const { clientCountMin, periodSeconds, starvationLevels } = this.#settings
    const { clients } = network
    this.#reporter.emit({
      restate: () => this.#reportStarvation(network, mac),
      ...about(network),
      kind: 'dhcp_starvation',
      severity: severityOf(network.perPeriod(clients.count), starvationLevels),
      score: growthScore(clients.count, clientCountMin),
      confidence: 0.8,
      source: mac,
      ...this.#flooded(),
      targetGroup: 'dhcp',
      values: {
        clients: counted(clients, 'client'),
        span: durationText(network.seconds),
        period: durationText(periodSeconds),
        limit: clientCountMin,
      },
      reasons: [countReason('dhcp_clients', clients.count, { typical: 1, unit: 'clients' })],
    })
  }
}

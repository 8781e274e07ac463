import { DhcpMessage, DhcpType, dhcpClientPort, dhcpServerPort } from '../../decode/dhcp.ts'
import { Layer } from '../../decode/frame.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { readWord } from '../../memory/address-words.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { DhcpOffers } from './dhcp-offers.ts'

export interface DhcpAbuseOptions {
  /** Messages of one device in ten seconds; a client that finds no server sends four. */
  readonly messageCountMin?: number
  /** Clients that ask for an address in ten seconds: an office that comes to work has one a second. */
  readonly clientCountMin?: number
}

const defaults: Required<DhcpAbuseOptions> = { messageCountMin: 50, clientCountMin: 50 }

/** 256 devices at up to 8 kB are 2 MB. */
const groupCountMax = 256
const periodUs = 10_000_000
const forgetAfterSeconds = 600

const dhcpFlood: DetectionKind = {
  kind: 'dhcp_flood',
  technique: techniques['T1499.002'],
  recommendation:
    'Find the port of this MAC address at the switch and limit its DHCP messages (DHCP snooping).',
}
const dhcpStarvation: DetectionKind = {
  kind: 'dhcp_starvation',
  technique: techniques['T1499.002'],
  recommendation:
    'Turn on DHCP snooping and port security. Look for a second DHCP server next: it is what the ' +
    'addresses of the first are taken away for.',
}
const rogueDhcp: DetectionKind = {
  kind: 'rogue_dhcp',
  technique: techniques['T1557.003'],
  recommendation:
    'Find the port of this server at the switch and shut it. Renew the leases of the clients that ' +
    'it gave addresses to: their traffic goes through it.',
}

/** Floods of DHCP messages, clients that do not exist, and servers that should not. */
export function createDhcpAbuse(options: DhcpAbuseOptions = {}) {
  return (traffic: Traffic): TrafficObserver => new DhcpAbuse(traffic, { ...defaults, ...options })
}

/** What one device, or all together, sent in the current period. */
class Asker extends Tracker {
  periodFirstUs = this.firstUs
  messageCount = 0
  clients = new DistinctCounter()

  advance(nowUs: number): void {
    if (nowUs - this.periodFirstUs <= periodUs) return
    this.periodFirstUs = nowUs
    this.messageCount = 0
    this.clients = new DistinctCounter()
    this.evidence.clear()
  }
}

class DhcpAbuse implements TrafficObserver {
  readonly name = 'dhcp_abuse'
  readonly ports = [dhcpServerPort]
  readonly #traffic: Traffic
  readonly #options: Required<DhcpAbuseOptions>
  readonly #message = new DhcpMessage()
  readonly #devices: TrackerTable<Asker>
  /** All clients that broadcast on a network together: starvation forges their addresses. */
  readonly #network: TrackerTable<Asker>
  readonly #offers = new DhcpOffers()

  constructor(traffic: Traffic, options: Required<DhcpAbuseOptions>) {
    this.#traffic = traffic
    this.#options = options
    const bounds = { traffic, countMax: groupCountMax, forgetAfterSeconds, tracker: Asker }
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

  #seeClient(): void {
    const { packet, frame, hosts, timeUs } = this.#traffic
    const { messageCountMin, clientCountMin } = this.#options
    const { bytes } = packet
    const mac = hosts.intern(bytes, frame.sourceMacOffset, 6, timeUs)
    const device = this.#count(this.#devices.open({ host: mac }))
    if (device.messageCount >= messageCountMin && device.clients.count < clientCountMin) {
      if (device.hasDoubled(device.messageCount, messageCountMin)) this.#reportFlood(device)
    }
    if (this.#message.type !== DhcpType.discover && this.#message.type !== DhcpType.request) return
    const target = hosts.intern(bytes, frame.destinationAddressOffset, 4, timeUs)
    const network = this.#count(this.#network.open({ host: target }))
    const { count } = network.clients
    if (network.hasDoubled(count, clientCountMin)) this.#reportStarvation(network, mac)
  }

  #count(asker: Asker): Asker {
    const { packet, timeUs } = this.#traffic
    asker.advance(timeUs)
    asker.messageCount++
    asker.evidence.addPacket(this.#traffic)
    const { clientMacOffset } = this.#message
    if (clientMacOffset !== -1) asker.clients.add(readWord(packet.bytes, clientMacOffset + 2))
    return asker
  }

  #seeServer(): void {
    const { type } = this.#message
    if (type !== DhcpType.offer && type !== DhcpType.acknowledge) return
    const quarrel = this.#offers.add(this.#traffic, this.#message)
    if (!quarrel) return
    const { hosts } = this.#traffic
    const { server, rival, group } = quarrel
    reportGroup(this.#traffic, group, {
      detector: this.name,
      kind: rogueDhcp,
      severity: 'high',
      score: 0.85,
      confidence: 0.8,
      title:
        `${hosts.text(server)} offers leases that lead through ${quarrel.router}, where ` +
        `${hosts.text(rival)} offers ${quarrel.rivalRouter} to the same client (usual: 1 server)`,
      reasons: [countReason('servers', 2, { typical: 1, unit: 'servers' })],
    })
  }

  #reportFlood(device: Asker): void {
    const { hosts } = this.#traffic
    const { messageCountMin: minimum } = this.#options
    const { host, messageCount: count } = device
    reportGroup(this.#traffic, device, {
      detector: this.name,
      kind: dhcpFlood,
      severity: severityOf(count, { medium: minimum, high: minimum * 10 }),
      score: growthScore(count, minimum),
      confidence: 0.8,
      firstUs: device.periodFirstUs,
      title: `${hosts.text(host)} sent ${count} DHCP messages within 10 s (usual: below ${minimum})`,
      reasons: [countReason('dhcp_messages', count, { typical: 4, unit: 'messages' })],
    })
  }

  #reportStarvation(network: Asker, mac: HostId): void {
    const { clientCountMin: minimum } = this.#options
    const { text, count } = network.clients
    reportGroup(this.#traffic, network, {
      detector: this.name,
      kind: dhcpStarvation,
      severity: severityOf(count, { medium: minimum, high: minimum * 4 }),
      score: growthScore(count, minimum),
      confidence: 0.8,
      source: mac,
      target: null,
      targetGroup: 'dhcp',
      firstUs: network.periodFirstUs,
      title: `${text} clients asked for an address within 10 s (usual: below ${minimum})`,
      reasons: [countReason('dhcp_clients', count, { typical: 1, unit: 'clients' })],
    })
  }
}

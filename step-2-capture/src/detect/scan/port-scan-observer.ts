import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { AttemptBuffer, attemptOf, type FailedAttempt } from '../track/attempt-buffer.ts'
import { isSilentPort } from '../track/silent-ports.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { PeerHosts } from './peer-hosts.ts'
import { type PortScanSettings, probeDatagramCountMax } from './port-scan-options.ts'
import { PortScanReport, Probes, type ScannedProtocol } from './port-scan-report.ts'

/** 2,048 sources with a target, and as many with a port, at up to 8 kB each are 33 MB. */
export const trackerCountMax = 2_048

/** Counts what came to nothing, by source and target and by source and port. */
export class PortScanObserver implements TrafficObserver {
  readonly protocols: readonly number[]
  readonly #traffic: Traffic
  readonly #settings: PortScanSettings
  readonly #scanned: number
  readonly #report: PortScanReport
  readonly #firstFailed: AttemptBuffer
  readonly #firstDropped: AttemptBuffer
  /** By source and target: which ports. */
  readonly #vertical: TrackerTable<Probes>
  /** By source and port: which targets. */
  readonly #horizontal: TrackerTable<Probes>
  /** 1 for a host that shares files with peers (BitTorrent), most of which are gone. */
  readonly #hasPeers: Uint8Array
  readonly #peers: PeerHosts

  constructor(traffic: Traffic, settings: PortScanSettings, scanned: ScannedProtocol) {
    this.#scanned = scanned.protocol
    // What shows peers is UDP, whatever is probed.
    this.protocols = [...new Set([scanned.protocol, IpProtocol.udp])]
    this.#traffic = traffic
    this.#settings = settings
    this.#report = new PortScanReport(traffic, settings, scanned)
    const { forgetAfterSeconds, portCountMin, hostCountMin } = settings
    const attemptCountMin = Math.min(portCountMin, hostCountMin)
    this.#firstFailed = new AttemptBuffer(attemptCountMin, forgetAfterSeconds * 1e6)
    this.#firstDropped = new AttemptBuffer(portCountMin, forgetAfterSeconds * 1e6)
    const bounds = { traffic, countMax: trackerCountMax, forgetAfterSeconds, tracker: Probes }
    this.#vertical = new TrackerTable(bounds)
    this.#horizontal = new TrackerTable(bounds)
    this.#hasPeers = new Uint8Array(traffic.hosts.countMax)
    this.#peers = new PeerHosts(traffic, forgetAfterSeconds)
  }

  onFlowFailed(flow: FlowId): void {
    const { flows, hosts, resolved } = this.#traffic
    if (flows.protocol(flow) !== this.#scanned) return
    // An answer without a question belongs to a reflected flood.
    if (flows.originatorPackets(flow) === 0) return
    // A group has no member that must answer.
    if (scopeOf(hosts, flows.responder(flow)) === AddressScope.group) return
    if (isSilentPort(flows.responderPort(flow))) return
    for (const attempt of this.#firstFailed.add(attemptOf(this.#traffic, flow))) {
      const { source, target, port, timeUs } = attempt
      this.#count(this.#vertical.open({ host: source, peer: target }, timeUs), port, attempt)
      // A source that was given the address by DNS wants this host: the network is down, not
      // scanned. A name says nothing about a source that probes the ports of the host.
      if (resolved.has(hosts, target)) continue
      this.#count(this.#horizontal.open({ host: source, part: port }, timeUs), target, attempt)
    }
  }

  onFlowAnswered(flow: FlowId): void {
    const { flows } = this.#traffic
    if (flows.protocol(flow) === IpProtocol.udp) this.#peers.seeAnswer(flow)
    if (flows.protocol(flow) !== this.#scanned) return
    const host = flows.originator(flow)
    const targets = this.#horizontal.find({ host, part: flows.responderPort(flow) })
    if (targets) targets.answeredCount++
  }

  /** A connection that was made and dropped without a byte: a connect scan found an open port. */
  onFlowClosed(flow: FlowId): void {
    const { flows, applications } = this.#traffic
    if (flows.protocol(flow) !== this.#scanned) return
    if (applications.of(flow) === Application.bitTorrent) {
      this.#hasPeers[flows.originator(flow)] = 1
    }
    if (flows.originatorPayloadBytes(flow) > 0) return
    if (flows.responderPayloadBytes(flow) > 0) return
    // Load balancers check one port of many hosts this way: only many ports of one host count.
    for (const attempt of this.#firstDropped.add(attemptOf(this.#traffic, flow))) {
      const { source, target, port, timeUs } = attempt
      const ports = this.#vertical.open({ host: source, peer: target }, timeUs)
      this.#count(ports, port, attempt)
    }
  }

  onHostEvict(host: HostId): void {
    this.#firstFailed.forget(host)
    this.#firstDropped.forget(host)
    this.#hasPeers[host] = 0
    this.#peers.forget(host)
  }

  /** Voice, video and telemetry in one direction. */
  #isStream({ packetCount }: FailedAttempt): boolean {
    return this.#scanned === IpProtocol.udp && packetCount > probeDatagramCountMax
  }

  #count(probes: Probes, thing: number, attempt: FailedAttempt): void {
    const { burstPauseSeconds, slowWeight, silentShareMin, portCountMin, hostCountMin } =
      this.#settings
    probes.evidence.add(attempt.packetIndex, attempt.recordOffset, attempt.timeUs)
    if (!probes.add(thing, burstPauseSeconds * 1e6)) return
    if (attempt.isOpen) probes.openCount++
    if (this.#isStream(attempt)) probes.streamCount++
    const { things, answeredCount } = probes
    if (things.count < (things.count + answeredCount) * silentShareMin) return
    const count = probes.weigh(Math.max(probes.burstCount, Math.floor(things.count * slowWeight)))
    const minimum = probes.isVertical ? portCountMin : hostCountMin
    if (!probes.hasDoubled(count, minimum)) return
    if (probes.isVertical) this.#report.vertical(probes, count)
    else {
      const { source, target } = attempt
      const hasPeers = this.#hasPeers[source] === 1
      const isPeer = this.#peers.has(source)
      this.#report.horizontal(probes, count, { target, hasPeers, isPeer })
    }
  }
}

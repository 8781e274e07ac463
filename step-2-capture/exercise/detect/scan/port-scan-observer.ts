import { yourTurn } from 'step-1-skeleton/errors'
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

/*
 * Your task: find port scans. The engine calls the hooks below; you count what came to nothing, and
 * say so when it is enough. The settings (`port-scan-options.ts`) hold the numbers, and
 * `port-scan-report.ts` puts a scan into words. Everything that you need is imported.
 */

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

  /**
   * A flow that was refused or not answered. Leave out one of another protocol than `#scanned`
   * (UDP is shown to the detector of TCP too), one without a packet of its originator (an
   * answer without a question), one to a group (`scopeOf(hosts, flows.responder(flow))`, which has
   * no member that must answer), and one to a port where silence means nothing (`isSilentPort`).
   *
   * Give the others to `#firstFailed.add(attemptOf(traffic, flow))`: it holds the first attempts of
   * a source back, and returns those that count now. Count each of them twice with `#count`:
   * - its port, in the `#vertical` tracker of its source and target:
   *   `this.#vertical.open({ host: source, peer: target }, timeUs)`;
   * - its target, in the `#horizontal` tracker of its source and port (`part: port`), but not where
   *   `resolved.has(hosts, target)`: a name was asked for, so the source wants this very host.
   */
  onFlowFailed(_flow: FlowId): void {
    throw yourTurn('port-scan', 'step 2: onFlowFailed()')
  }

  /**
   * A flow that was answered. One of UDP is shown to `#peers` (`seeAnswer`). One of `#scanned` adds 1
   * to `answeredCount` of the horizontal tracker of its originator and responder port, if there is
   * one (`find`, which opens none).
   */
  onFlowAnswered(_flow: FlowId): void {
    throw yourTurn('port-scan', 'step 2: onFlowAnswered()')
  }

  /**
   * A connection that ended, of the protocol `#scanned`. One of BitTorrent (`applications.of(flow)`)
   * marks its originator in `#hasPeers` with 1. One in which neither end sent a byte of payload is
   * how a connect scan finds an open port: take it through `#firstDropped` as above, and count its
   * port in the vertical tracker alone, since load balancers check one port of many hosts this way.
   */
  onFlowClosed(_flow: FlowId): void {
    throw yourTurn('port-scan', 'step 2: onFlowClosed()')
  }

  /** The host's number is about to be given to another. This is complete. */
  onHostEvict(host: HostId): void {
    this.#firstFailed.forget(host)
    this.#firstDropped.forget(host)
    this.#hasPeers[host] = 0
    this.#peers.forget(host)
  }

  /** Voice, video and telemetry in one direction. This is complete. */
  #isStream({ packetCount }: FailedAttempt): boolean {
    return this.#scanned === IpProtocol.udp && packetCount > probeDatagramCountMax
  }

  /**
   * Counts a port or a target, and reports when it is time:
   * 1. Add the attempt's packet to `probes.evidence` (packetIndex, recordOffset, timeUs).
   * 2. `probes.add(thing, burstPause in µs)` says whether it is a new one; only those go on. Of
   *    an attempt that `isOpen`, add 1 to `probes.openCount`; of a stream (`#isStream`), to
   *    `probes.streamCount`.
   * 3. No report while less than the share `silentShareMin` of all things (those that failed,
   *    `things.count`, and `answeredCount`) failed.
   * 4. What counts is `probes.burstCount`, or `slowWeight` times all things (rounded down), if that
   *    is more: a slow scan is one as well. `probes.weigh(…)` of it takes off what streams are.
   * 5. `probes.hasDoubled(count, minimum)` says whether it is time, with the minimum `portCountMin`
   *    where `probes.isVertical`, `hostCountMin` otherwise.
   * 6. Report by `#report.vertical(probes, count)`, or `#report.horizontal(probes, count, last)`,
   *    where last is the target of the attempt, and whether its source has peers, by `#hasPeers`
   *    (`hasPeers`) and by `#peers.has` (`isPeer`).
   */
  #count(_probes: Probes, _thing: number, _attempt: FailedAttempt): void {
    throw yourTurn('port-scan', 'step 2: #count()')
  }
}

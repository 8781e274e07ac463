import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { Severity } from '../seam/detection.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import type { Statement } from '../seam/reporter.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { AttemptBuffer, attemptOf, type FailedAttempt } from '../track/attempt-buffer.ts'
import { counted } from '../track/counted.ts'
import { ScanTracker } from '../track/scan-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { isPeerPort, isSilentPort, isWebPort } from '../track/silent-ports.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import type { PortScanSettings } from './port-scan-options.ts'

/** 2,048 sources with a target, and as many with a port, at up to 8 kB each are 33 MB. */
export const trackerCountMax = 2_048

/** A statement whose title has these names; its kind is added by the detector. */
type Stated<Names extends string> = Omit<Statement, 'kind' | 'values'> & {
  readonly values: Readonly<Record<Names, string | number>>
}

/** In what scans of TCP and UDP differ. */
export interface ScannedProtocol {
  readonly protocol: number
  /** `TCP port` */
  readonly portNoun: string
  emitVertical(statement: Stated<'ports' | 'span' | 'failed' | 'limit'>): void
  emitHorizontal(statement: Stated<'hosts' | 'span' | 'limit'>): void
}

/** The ports that a source probed on a target, or the targets that it probed on a port. */
class Probes extends ScanTracker {
  /** Ports that were open: the connection was made, and dropped without a byte. */
  openCount = 0
}

export class PortScanObserver implements TrafficObserver {
  readonly protocols: readonly number[]
  readonly #traffic: Traffic
  readonly #settings: PortScanSettings
  readonly #scanned: ScannedProtocol
  readonly #firstFailed: AttemptBuffer
  readonly #firstDropped: AttemptBuffer
  /** By source and target: which ports. */
  readonly #vertical: TrackerTable<Probes>
  /** By source and port: which targets. */
  readonly #horizontal: TrackerTable<Probes>
  /** 1 for a host that shares files with peers (BitTorrent), most of which are gone. */
  readonly #hasPeers: Uint8Array

  constructor(traffic: Traffic, settings: PortScanSettings, scanned: ScannedProtocol) {
    this.protocols = [scanned.protocol]
    this.#traffic = traffic
    this.#settings = settings
    this.#scanned = scanned
    const { forgetAfterSeconds, portCountMin, hostCountMin } = settings
    const attemptCountMin = Math.min(portCountMin, hostCountMin)
    this.#firstFailed = new AttemptBuffer(attemptCountMin, forgetAfterSeconds * 1e6)
    this.#firstDropped = new AttemptBuffer(portCountMin, forgetAfterSeconds * 1e6)
    const bounds = { traffic, countMax: trackerCountMax, forgetAfterSeconds, tracker: Probes }
    this.#vertical = new TrackerTable(bounds)
    this.#horizontal = new TrackerTable(bounds)
    this.#hasPeers = new Uint8Array(traffic.hosts.countMax)
  }

  onFlowFailed(flow: FlowId): void {
    const { flows, hosts, resolved } = this.#traffic
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
    const host = flows.originator(flow)
    const targets = this.#horizontal.find({ host, part: flows.responderPort(flow) })
    if (targets) targets.answeredCount++
  }

  /** A connection that was made and dropped without a byte: a connect scan found an open port. */
  onFlowClosed(flow: FlowId): void {
    const { flows, applications } = this.#traffic
    if (applications.of(flow) === Application.bitTorrent) {
      this.#hasPeers[flows.originator(flow)] = 1
    }
    if (flows.originatorPayloadBytes(flow) > 0) return
    if (flows.responderPayloadBytes(flow) > 0) return
    // Load balancers check one port of many hosts this way: only many ports of one host count.
    for (const attempt of this.#firstDropped.add(attemptOf(this.#traffic, flow))) {
      const { source, target, port, timeUs } = attempt
      const ports = this.#vertical.open({ host: source, peer: target }, timeUs)
      this.#count(ports, port, attempt, 'open')
    }
  }

  onHostEvict(host: HostId): void {
    this.#firstFailed.forget(host)
    this.#firstDropped.forget(host)
    this.#hasPeers[host] = 0
  }

  #count(probes: Probes, thing: number, attempt: FailedAttempt, found?: 'open'): void {
    const { burstPauseSeconds, slowWeight, silentShareMin, portCountMin, hostCountMin } =
      this.#settings
    probes.evidence.add(attempt.packetIndex, attempt.recordOffset, attempt.timeUs)
    if (!probes.add(thing, burstPauseSeconds * 1e6)) return
    if (found === 'open') probes.openCount++
    const { things, answeredCount } = probes
    if (things.count < (things.count + answeredCount) * silentShareMin) return
    const count = Math.max(probes.burstCount, Math.floor(things.count * slowWeight))
    const isVertical = probes.peer !== noHost
    const minimum = isVertical ? portCountMin : hostCountMin
    if (!probes.hasDoubled(count, minimum)) return
    if (isVertical) this.#reportVertical(probes, count)
    else this.#reportHorizontal(probes, count, attempt.target)
  }

  #reportVertical(probes: Probes, count: number): void {
    const { portCountMin, levels } = this.#settings
    const { things, openCount, seconds } = probes
    this.#scanned.emitVertical({
      ...about(probes),
      ...this.#strength(probes, { count, minimum: portCountMin, unit: 'ports' }),
      severity: severityOf(count, levels),
      values: {
        ports: counted(things, this.#scanned.portNoun),
        span: durationText(seconds),
        failed: things.count - openCount,
        limit: portCountMin,
      },
    })
  }

  /** @param target The host that was probed last. */
  #reportHorizontal(probes: Probes, count: number, target: HostId): void {
    const { hostCountMin } = this.#settings
    const { part: port, things, seconds } = probes
    this.#scanned.emitHorizontal({
      ...about(probes),
      ...this.#strength(probes, { count, minimum: hostCountMin, unit: 'hosts' }),
      severity: this.#horizontalSeverity(probes, count, target),
      targetPort: port,
      targetGroup: `port ${port}`,
      values: {
        hosts: counted(things, 'host'),
        span: durationText(seconds),
        limit: hostCountMin,
      },
    })
  }

  #horizontalSeverity({ host, part: port }: Probes, count: number, target: HostId): Severity {
    const { levels, webFactor } = this.#settings
    if (this.#hasPeers[host] === 1) return 'low'
    const isOutside = scopeOf(this.#traffic.hosts, target) === AddressScope.outside
    if (isPeerPort(port) && isOutside) return 'low'
    return severityOf(isWebPort(port) && isOutside ? count / webFactor : count, levels)
  }

  #strength({ things, seconds }: Probes, { count, minimum, unit }: Limit) {
    const perMinute = Math.round((things.count / Math.max(seconds, 1)) * 60)
    const typicalPerMinute = Math.round((minimum * 60) / this.#settings.burstPauseSeconds)
    return {
      score: growthScore(count, minimum),
      confidence: Math.min(0.99, 0.6 + 0.1 * Math.log2(count / minimum)),
      reasons: [
        countReason(`failed_${unit}`, things.count, { typical: minimum - 1, unit }),
        countReason('failed_attempts_per_minute', perMinute, {
          typical: typicalPerMinute,
          unit: 'attempts/min',
        }),
      ],
    }
  }
}

interface Limit {
  readonly count: number
  readonly minimum: number
  readonly unit: 'ports' | 'hosts'
}

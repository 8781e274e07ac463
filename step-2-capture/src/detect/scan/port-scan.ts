import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Severity } from '../seam/detection.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { AttemptBuffer, attemptOf, type FailedAttempt } from '../track/attempt-buffer.ts'
import { ScanTracker } from '../track/scan-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { isUnansweredByNature, isWebPort } from '../track/silent-ports.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { type PortScanOptions, tcpDefaults, udpDefaults } from './port-scan-options.ts'

/** 2,048 sources with a target, and as many with a port, at up to 8 kB each are 33 MB. */
const groupCountMax = 2_048

const technique = techniques.T1046
const verticalAdvice =
  'Ask the owner of the source whether this scan was ordered. If not, isolate the source, and ' +
  'look for connections from it that succeeded after the scan.'
const horizontalAdvice =
  'A program that tries one port on many hosts is looking for something to break into. Isolate ' +
  'the source unless the scan was ordered, and check the hosts that answered.'

interface ScanKind {
  readonly detector: string
  readonly protocol: number
  readonly protocolName: string
  readonly vertical: DetectionKind
  readonly horizontal: DetectionKind
}

const tcpScan: ScanKind = {
  detector: 'port_scan',
  protocol: IpProtocol.tcp,
  protocolName: 'TCP',
  vertical: { kind: 'vertical_port_scan', technique, recommendation: verticalAdvice },
  horizontal: { kind: 'horizontal_port_scan', technique, recommendation: horizontalAdvice },
}

const udpScan: ScanKind = {
  detector: 'udp_port_scan',
  protocol: IpProtocol.udp,
  protocolName: 'UDP',
  vertical: { kind: 'udp_port_scan', technique, recommendation: verticalAdvice },
  horizontal: { kind: 'udp_horizontal_scan', technique, recommendation: horizontalAdvice },
}

/**
 * One host trying many TCP ports of another, or one port on many hosts. Only what failed counts, so
 * a busy client, a crawler or a NAT gateway is no scanner, however many connections it makes.
 */
export function createPortScan(options: PortScanOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new PortScan(traffic, tcpScan, { ...tcpDefaults, ...options })
}

/** The same with datagrams that nobody answers. */
export function createUdpPortScan(options: PortScanOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new PortScan(traffic, udpScan, { ...udpDefaults, ...options })
}

class PortScan implements TrafficObserver {
  readonly name: string
  readonly protocols: readonly number[]
  readonly #traffic: Traffic
  readonly #kind: ScanKind
  readonly #options: Required<PortScanOptions>
  readonly #first: AttemptBuffer
  /** The same of connections that were dropped without a word. */
  readonly #firstProbes: AttemptBuffer
  /** By source and target: which ports. */
  readonly #vertical: TrackerTable<ScanTracker>
  /** By source and port: which targets. */
  readonly #horizontal: TrackerTable<ScanTracker>
  /** 1 for a host that shares files with peers (BitTorrent): most of those it is told of are gone. */
  readonly #hasPeers: Uint8Array

  constructor(traffic: Traffic, kind: ScanKind, options: Required<PortScanOptions>) {
    this.name = kind.detector
    this.protocols = [kind.protocol]
    this.#traffic = traffic
    this.#kind = kind
    this.#options = options
    const { forgetAfterSeconds, portCountMin, hostCountMin } = options
    const attemptCountMin = Math.min(portCountMin, hostCountMin)
    this.#first = new AttemptBuffer(attemptCountMin, forgetAfterSeconds * 1e6)
    this.#firstProbes = new AttemptBuffer(portCountMin, forgetAfterSeconds * 1e6)
    const bounds = { traffic, countMax: groupCountMax, forgetAfterSeconds }
    this.#vertical = new TrackerTable({ ...bounds, tracker: ScanTracker })
    this.#horizontal = new TrackerTable({
      ...bounds,
      tracker: ScanTracker,
    })
    this.#hasPeers = new Uint8Array(traffic.hosts.countMax)
  }

  onFlowFailed(flow: FlowId): void {
    const { flows, hosts } = this.#traffic
    // An answer without a question is somebody else's attack: a reflected flood.
    if (flows.originatorPackets(flow) === 0) return
    const target = flows.responder(flow)
    const port = flows.responderPort(flow)
    // Nobody in particular was asked, so nobody in particular has to answer.
    if (scopeOf(hosts, target) === AddressScope.group) return
    if (isUnansweredByNature(port)) return
    for (const attempt of this.#first.add(attemptOf(this.#traffic, flow))) {
      const { source, timeUs } = attempt
      const vertical = this.#vertical.open({ host: source, peer: attempt.target }, timeUs)
      this.#count(vertical, attempt.port, attempt)
      // Whoever asked DNS first wants this host and not just any: the network is down, not scanned.
      // That a name leads to a host says nothing about somebody who tries its ports one by one.
      if (this.#traffic.resolved.has(hosts, attempt.target)) continue
      const horizontal = this.#horizontal.open({ host: source, part: attempt.port }, timeUs)
      this.#count(horizontal, attempt.target, attempt)
    }
  }

  onFlowAnswered(flow: FlowId): void {
    const { flows } = this.#traffic
    const host = flows.originator(flow)
    const port = flows.responderPort(flow)
    const group = this.#horizontal.find({ host, part: port })
    if (group) group.answeredCount++
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
    for (const attempt of this.#firstProbes.add(attemptOf(this.#traffic, flow))) {
      const key = { host: attempt.source, peer: attempt.target }
      this.#count(this.#vertical.open(key, attempt.timeUs), attempt.port, attempt)
    }
  }

  onHostEvict(host: HostId): void {
    this.#first.forget(host)
    this.#firstProbes.forget(host)
    this.#hasPeers[host] = 0
  }

  #count(group: ScanTracker, thing: number, attempt: FailedAttempt): void {
    const { burstPauseSeconds, slowWeight, silentShareMin } = this.#options
    group.evidence.add(attempt.packetIndex, attempt.recordOffset, attempt.timeUs)
    if (!group.add(thing, burstPauseSeconds * 1e6)) return
    const { things, answeredCount } = group
    if (things.count < (things.count + answeredCount) * silentShareMin) return
    const count = Math.max(group.burstCount, Math.floor(things.count * slowWeight))
    const minimum = this.#options[group.peer === -1 ? 'hostCountMin' : 'portCountMin']
    if (!group.hasDoubled(count, minimum)) return
    this.#report(group, count, { minimum, target: attempt.target })
  }

  #severity({ host, peer, part: port }: ScanTracker, count: number, target: HostId): Severity {
    const { levels, webFactor } = this.#options
    if (peer === -1 && this.#hasPeers[host] === 1) return 'low'
    const isWeb = peer === -1 && isWebPort(port)
    const isOutside = scopeOf(this.#traffic.hosts, target) === AddressScope.outside
    return severityOf(isWeb && isOutside ? count / webFactor : count, levels)
  }

  #report(group: ScanTracker, count: number, { minimum, target }: Limit): void {
    const { hosts } = this.#traffic
    const { host, peer, part: port, things, firstUs, seconds } = group
    const { vertical, horizontal, protocolName } = this.#kind
    const { burstPauseSeconds } = this.#options
    const isVertical = peer !== -1
    const what = isVertical
      ? `${things.text} ${protocolName} ports on ${hosts.text(peer)}`
      : `${protocolName} port ${port} on ${things.text} hosts`
    const time = durationText(seconds)
    this.#traffic.emit({
      detector: this.name,
      kind: isVertical ? vertical : horizontal,
      severity: this.#severity(group, count, target),
      score: growthScore(count, minimum),
      confidence: Math.min(0.99, 0.6 + 0.1 * Math.log2(count / minimum)),
      source: host,
      target: isVertical ? peer : null,
      ...(isVertical ? {} : { targetPort: port, targetGroup: `port ${port}` }),
      firstUs,
      title: `${hosts.text(host)} tried ${what} in vain in ${time} (usual: below ${minimum})`,
      reasons: [
        {
          feature: isVertical ? 'failed_ports' : 'failed_hosts',
          actual: things.count,
          typical: minimum - 1,
          unit: isVertical ? 'ports' : 'hosts',
        },
        {
          feature: 'failed_attempts_per_minute',
          actual: Math.round((things.count / Math.max(seconds, 1)) * 60),
          typical: Math.round((minimum * 60) / burstPauseSeconds),
          unit: 'attempts/min',
        },
      ],
      evidence: group.evidence.toReferences(),
    })
  }
}

interface Limit {
  readonly minimum: number
  /** The host that was tried last. */
  readonly target: HostId
}

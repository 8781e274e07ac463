import { FlowColumn, FlowState } from '../../flow/flow-column.ts'
import type { DetectionKind } from '../detection-draft.ts'
import { flowEvidence, keepEvidence } from '../evidence.ts'
import type { Traffic } from '../traffic.ts'
import type { TrafficDetector } from '../traffic-detector.ts'
import { DistinctCounter } from './distinct-counter.ts'
import { Group, type GroupKey, Groups } from './groups.ts'
import { durationText, growthScore, type SeverityLevels, severityOf } from './growth.ts'

export interface PortScanOptions {
  /** Ports of one host tried in vain within a burst; Slips reports from 5 on. */
  readonly portCountMin?: number
  /** Hosts tried in vain on one port within a burst (Slips: 6). */
  readonly hostCountMin?: number
  /** What a port or a host counts that was not tried in one burst with the others: 0 to 1. */
  readonly slowWeight?: number
  /** A pause that ends a burst, in seconds. */
  readonly burstPauseSeconds?: number
  /** A pause after which a scan is forgotten, in seconds: slow ones try a port in minutes. */
  readonly forgetAfterSeconds?: number
  /** From how many on it is worth a look, and worth getting up; ntopng alerts at 256 SYN. */
  readonly levels?: SeverityLevels
}

const defaults: Required<PortScanOptions> = {
  portCountMin: 6,
  hostCountMin: 6,
  slowWeight: 0.4,
  burstPauseSeconds: 60,
  forgetAfterSeconds: 3_600,
  levels: { low: 6, medium: 12, high: 100 },
}

/** 2,048 sources with a target or a port, at up to 8 kB each are 16 MB. */
const groupCountMax = 2_048

const technique = { id: 'T1046', name: 'Network Service Discovery', tactic: 'discovery' }
const verticalScan: DetectionKind = {
  kind: 'vertical_port_scan',
  technique,
  recommendation:
    'Ask the owner of the source whether this scan was ordered. If not, isolate the source, and ' +
    'look for connections from it that succeeded after the scan.',
}
const horizontalScan: DetectionKind = {
  kind: 'horizontal_port_scan',
  technique,
  recommendation:
    'A program that tries one port on many hosts is looking for something to break into. Isolate ' +
    'the source unless the scan was ordered, and check the hosts that answered.',
}

/**
 * One host trying many ports of another, or one port on many hosts. Only what failed counts, so a
 * busy client, a crawler or a NAT gateway is no scanner, however many connections it makes.
 */
export function createPortScan(options: PortScanOptions = {}) {
  return (traffic: Traffic): TrafficDetector => new PortScan(traffic, options)
}

class ScanGroup extends Group {
  readonly things = new DistinctCounter()
  burstFirstUs: number
  burstLastUs: number
  burstCount = 0

  constructor(key: GroupKey, traffic: Traffic) {
    super(key, traffic)
    this.burstFirstUs = this.firstUs
    this.burstLastUs = this.firstUs
  }

  /** Counts a port or a host that was tried in vain; says whether it is a new one. */
  add(thing: number, pauseUs: number): boolean {
    const isNew = this.things.add(thing)
    if (this.lastUs - this.burstLastUs > pauseUs) {
      this.burstFirstUs = this.lastUs
      this.burstCount = 0
    }
    this.burstLastUs = this.lastUs
    if (isNew) this.burstCount++
    return isNew
  }
}

class PortScan implements TrafficDetector {
  readonly name = 'port_scan'
  readonly #traffic: Traffic
  readonly #options: Required<PortScanOptions>
  /** By source and target: which ports. */
  readonly #vertical: Groups<ScanGroup>
  /** By source and port: which targets. */
  readonly #horizontal: Groups<ScanGroup>

  constructor(traffic: Traffic, options: PortScanOptions) {
    this.#traffic = traffic
    this.#options = { ...defaults, ...options }
    const { forgetAfterSeconds } = this.#options
    const create = (key: GroupKey) => new ScanGroup(key, traffic)
    const bounds = { traffic, countMax: groupCountMax, forgetAfterSeconds, create }
    this.#vertical = new Groups(bounds)
    this.#horizontal = new Groups(bounds)
  }

  onFlowFailed(flow: number): void {
    const { flows } = this.#traffic
    const source = flows.value(flow, FlowColumn.originator)
    const target = flows.value(flow, FlowColumn.responder)
    const port = flows.value(flow, FlowColumn.responderPort)
    this.#count(this.#vertical.open({ host: source, peer: target }), port, flow)
    this.#count(this.#horizontal.open({ host: source, port }), target, flow)
  }

  /** A connection that was made and dropped without a byte: a connect scan found an open port. */
  onFlowState(flow: number): void {
    const { flows } = this.#traffic
    const state = flows.value(flow, FlowColumn.state)
    if (state !== FlowState.reset && state !== FlowState.closed) return
    if (flows.value(flow, FlowColumn.originatorPayloadBytes) > 0) return
    if (flows.value(flow, FlowColumn.responderPayloadBytes) > 0) return
    const source = flows.value(flow, FlowColumn.originator)
    const target = flows.value(flow, FlowColumn.responder)
    // Load balancers check one port of many hosts this way: only many ports of one host count.
    const port = flows.value(flow, FlowColumn.responderPort)
    this.#count(this.#vertical.open({ host: source, peer: target }), port, flow)
  }

  #count(group: ScanGroup, thing: number, flow: number): void {
    const { burstPauseSeconds, slowWeight, portCountMin, hostCountMin } = this.#options
    keepEvidence(group.evidence, flowEvidence(this.#traffic, flow))
    if (!group.add(thing, burstPauseSeconds * 1e6)) return
    const count = Math.max(group.burstCount, Math.floor(group.things.count * slowWeight))
    const minimum = group.peer === -1 ? hostCountMin : portCountMin
    if (group.isDue(count, minimum)) this.#report(group, count, minimum)
  }

  #report(group: ScanGroup, count: number, minimum: number): void {
    const { hosts } = this.#traffic
    const { host: source, peer: target, port, things, firstUs, seconds } = group
    const isVertical = target !== -1
    const what = isVertical
      ? `${things.text} ports on ${hosts.text(target)}`
      : `port ${port} on ${things.text} hosts`
    const { levels } = this.#options
    const time = durationText(seconds)
    this.#traffic.emit({
      detector: this.name,
      kind: isVertical ? verticalScan : horizontalScan,
      severity: severityOf(count, levels),
      score: growthScore(count, minimum),
      confidence: Math.min(0.99, 0.6 + 0.1 * Math.log2(count / minimum)),
      source,
      target: isVertical ? target : null,
      ...(isVertical ? {} : { targetPort: port, targetGroup: `port ${port}` }),
      firstUs,
      title: `${hosts.text(source)} tried ${what} in vain in ${time} (usual: below ${minimum})`,
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
          typical: Math.round((minimum * 60) / this.#options.burstPauseSeconds),
          unit: 'attempts/min',
        },
      ],
      evidence: group.evidence,
    })
  }
}

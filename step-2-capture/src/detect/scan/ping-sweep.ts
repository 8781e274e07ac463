import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficDetector } from '../seam/traffic-detector.ts'
import { ScanGroup } from '../track/scan-tracker.ts'
import {
  durationText,
  growthScore,
  type SeverityLevels,
  severityOf,
} from '../track/severity-scale.ts'
import { type GroupKey, Groups } from '../track/tracker.ts'

export interface PingSweepOptions {
  /** Hosts pinged within a burst (Slips reports every 5). */
  readonly hostCountMin?: number
  /** Share of them that must not answer: of the hosts that are monitored nearly all do. */
  readonly silentShareMin?: number
  /** A pause that ends a burst, in seconds. */
  readonly burstPauseSeconds?: number
  readonly levels?: SeverityLevels
}

const defaults: Required<PingSweepOptions> = {
  hostCountMin: 5,
  silentShareMin: 0.25,
  burstPauseSeconds: 60,
  levels: { low: 5, medium: 10, high: 100 },
}

/** 1,024 sources at up to 8 kB are 8 MB. */
const groupCountMax = 1_024
const forgetAfterSeconds = 3_600

const pingSweep: DetectionKind = {
  kind: 'ping_sweep',
  technique: { id: 'T1018', name: 'Remote System Discovery', tactic: 'discovery' },
  recommendation:
    'Ask the owner of the source why it looks for hosts. Monitoring pings hosts that exist; ' +
    'a list of addresses that do not answer is somebody feeling his way around.',
}

/** ICMP requests that ask for a sign of life: echo, timestamp, address mask; ICMPv6 echo. */
const requestTypes = new Set([8, 13, 17])
const requestTypeV6 = 128

/** One host pinging many that do not answer. Monitoring knows its hosts, so it is left alone. */
export function createPingSweep(options: PingSweepOptions = {}) {
  return (traffic: Traffic): TrafficDetector => new PingSweep(traffic, { ...defaults, ...options })
}

class Pinger extends ScanGroup {
  silentCount = 0
}

class PingSweep implements TrafficDetector {
  readonly name = 'ping_sweep'
  readonly protocols = [IpProtocol.icmp, IpProtocol.icmpv6]
  readonly #traffic: Traffic
  readonly #options: Required<PingSweepOptions>
  readonly #sources: Groups<Pinger>

  constructor(traffic: Traffic, options: Required<PingSweepOptions>) {
    this.#traffic = traffic
    this.#options = options
    const create = (key: GroupKey) => new Pinger(key, traffic)
    this.#sources = new Groups({ traffic, countMax: groupCountMax, forgetAfterSeconds, create })
  }

  onFlowAnswered(flow: number): void {
    this.#count(flow, 0)
  }

  onFlowFailed(flow: number): void {
    this.#count(flow, 1)
  }

  #count(flow: number, silent: 0 | 1): void {
    const { flows, hosts, resolved } = this.#traffic
    if (!this.#isRequest(flow)) return
    const target = flows.value(flow, FlowColumn.responder)
    if (scopeOf(hosts, target) === AddressScope.group || resolved.has(hosts, target)) return
    const { hostCountMin, silentShareMin, burstPauseSeconds } = this.#options
    const firstUs = flows.value(flow, FlowColumn.firstUs)
    const group = this.#sources.open({ host: flows.value(flow, FlowColumn.originator) }, firstUs)
    group.evidence.addFlow(this.#traffic, flow)
    if (!group.add(target, burstPauseSeconds * 1e6)) return
    group.silentCount += silent
    if (group.silentCount < group.things.count * silentShareMin) return
    if (group.isDue(group.burstCount, hostCountMin)) this.#report(group)
  }

  #isRequest(flow: number): boolean {
    const { flows } = this.#traffic
    const type = flows.value(flow, FlowColumn.originatorPort)
    const protocol = flows.value(flow, FlowColumn.protocol)
    if (protocol === IpProtocol.icmp) return requestTypes.has(type)
    return protocol === IpProtocol.icmpv6 && type === requestTypeV6
  }

  #report(group: Pinger): void {
    const { hosts } = this.#traffic
    const { hostCountMin, levels } = this.#options
    const { host, burstCount, silentCount, things, seconds } = group
    this.#traffic.emit({
      detector: this.name,
      kind: pingSweep,
      severity: severityOf(burstCount, levels),
      score: growthScore(burstCount, hostCountMin),
      confidence: 0.8,
      source: host,
      target: null,
      firstUs: group.firstUs,
      title:
        `${hosts.text(host)} pinged ${things.text} hosts in ${durationText(seconds)}, ` +
        `${silentCount} of them in vain (usual: below ${hostCountMin})`,
      reasons: [
        { feature: 'pinged_hosts', actual: things.count, typical: hostCountMin - 1, unit: 'hosts' },
        { feature: 'silent_hosts', actual: silentCount, typical: 0, unit: 'hosts' },
      ],
      evidence: group.evidence.toReferences(),
    })
  }
}

import { IpProtocol, TcpFlag } from '../../decode/frame.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { ScanTracker } from '../track/scan-tracker.ts'
import {
  durationText,
  growthScore,
  type SeverityLevels,
  severityOf,
} from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface StealthScanOptions {
  /** Ports or hosts probed with segments that open no connection (Slips: every 5). */
  readonly probeCountMin?: number
  /** The same with ACK or FIN and ACK, which an old connection's last segments also look like. */
  readonly ackCountMin?: number
  readonly levels?: SeverityLevels
}

const defaults: Required<StealthScanOptions> = {
  probeCountMin: 5,
  ackCountMin: 12,
  levels: { medium: 5, high: 100 },
}

/** 1,024 sources and kinds of probe at up to 8 kB are 8 MB. */
const groupCountMax = 1_024
const forgetAfterSeconds = 3_600
const burstPauseUs = 60_000_000

const stealthScan: DetectionKind = {
  kind: 'stealth_port_scan',
  technique: techniques.T1046,
  recommendation:
    'No program talks like this by accident: the segments are made to slip past firewalls. Find ' +
    'out who runs the scanner on the source.',
}

/** Kinds of probe, as the number in a group's key. */
const Probe = { none: 0, null: 1, fin: 2, xmas: 3, ack: 4, synFin: 5, maimon: 6 } as const
const probeNames = [
  '',
  'no flags',
  'only FIN',
  'FIN, PSH and URG',
  'only ACK',
  'SYN and FIN',
  'FIN and ACK',
]

/** Probes that open no connection: NULL, FIN, Xmas, ACK, Maimon, and SYN with FIN. */
export function createStealthScan(options: StealthScanOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new StealthScan(traffic, { ...defaults, ...options })
}

class StealthScan implements TrafficObserver {
  readonly name = 'stealth_scan'
  readonly protocols = [IpProtocol.tcp]
  readonly #traffic: Traffic
  readonly #options: Required<StealthScanOptions>
  readonly #probes: TrackerTable<ScanTracker>

  constructor(traffic: Traffic, options: Required<StealthScanOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#probes = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: ScanTracker,
    })
  }

  onFlowProbe(flow: FlowId): void {
    const { frame } = this.#traffic
    if (frame.payloadWireLength > 0) return
    const probe = probeOf(frame.tcpFlags)
    if (probe !== Probe.none) this.#count(flow, probe)
  }

  /**
   * A lone ACK, or FIN with ACK (Uriel Maimon, Phrack 49), that is answered with a reset: the port
   * is reachable, that is what was asked.
   */
  onFlowRejected(flow: FlowId): void {
    const { flows } = this.#traffic
    const flags = flows.originatorFlags(flow)
    if (flags !== TcpFlag.ack && flags !== (TcpFlag.fin | TcpFlag.ack)) return
    if (flows.originatorPackets(flow) > 2) return
    this.#count(flow, flags === TcpFlag.ack ? Probe.ack : Probe.maimon)
  }

  #count(flow: FlowId, probe: number): void {
    const { flows } = this.#traffic
    const host = flows.originator(flow)
    const target = flows.responder(flow)
    const port = flows.responderPort(flow)
    const group = this.#probes.open({ host, part: probe })
    group.evidence.addFlow(this.#traffic, flow)
    if (!group.add(((target << 16) | port) >>> 0, burstPauseUs)) return
    const isAmbiguous = probe === Probe.ack || probe === Probe.maimon
    const minimum = this.#options[isAmbiguous ? 'ackCountMin' : 'probeCountMin']
    if (group.hasDoubled(group.burstCount, minimum)) this.#report(group, target, minimum)
  }

  #report(group: ScanTracker, target: HostId, minimum: number): void {
    const { hosts } = this.#traffic
    const { host, part: probe, things, burstCount, seconds } = group
    reportGroup(this.#traffic, group, {
      detector: this.name,
      kind: stealthScan,
      severity: severityOf(burstCount, this.#options.levels),
      score: Math.max(0.6, growthScore(burstCount, minimum)),
      confidence: probe === Probe.ack || probe === Probe.maimon ? 0.7 : 0.95,
      target,
      targetGroup: probeNames[probe] as string,
      title:
        `${hosts.text(host)} probed ${things.text} ports, last on ${hosts.text(target)}, with ` +
        `${probeNames[probe]} in ${durationText(seconds)} (usual: 0)`,
      reasons: [countReason('probes', things.count, { typical: 0, unit: 'ports' })],
    })
  }
}

/** ECN's bits say nothing about the probe. */
function probeOf(flags: number): number {
  const { fin, syn, rst, psh, ack, urg } = TcpFlag
  switch (flags & (fin | syn | rst | psh | ack | urg)) {
    case 0:
      return Probe.null
    case fin:
      return Probe.fin
    case fin | psh | urg:
      return Probe.xmas
    case syn | fin:
      return Probe.synFin
    default:
      return Probe.none
  }
}

import { packetFeatures } from '../../features/packet-feature.ts'
import { PacketMeasure } from '../../features/packet-measure.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Reason } from '../seam/detection.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Detector } from '../seam/detector.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import { legacyDetector } from '../seam/legacy-detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import type { PacketModel, PacketScore } from './packet-model.ts'

/** A host is reported from so many bad packets on: ordinary hosts have one now and then. */
const packetCountMin = 100
/** Bad packets further apart than that do not belong together. */
const forgetAfterSeconds = 60
/** 4,096 hosts at 250 B. */
const groupCountMax = 4_096
const reasonCountMax = 5

const unusual: DetectionKind = {
  kind: 'unusual_packets',
  technique: null,
  recommendation:
    'Look at the packets that it rests on: the reasons name the numbers that differ most from ' +
    'ordinary packets. If they are wanted, train the model again with them.',
}

class Sender extends Tracker {
  packetCount = 0
}

/**
 * The verdict on each packet (`bad_packet`) by a model that was trained on packets, and hosts that
 * send many bad ones. Costs microseconds a packet, so it runs only with such a model.
 * @param seed Of a hash: it never changes a result.
 */
export function createUnusualPackets(model: PacketModel, seed: number): Detector {
  return legacyDetector(
    'packet_model',
    (traffic) => new UnusualPackets(traffic, model, seed),
    'model',
  )
}

class UnusualPackets implements TrafficObserver {
  readonly name = 'packet_model'
  readonly #traffic: Traffic
  readonly #model: PacketModel
  readonly #measure: PacketMeasure
  readonly #senders: TrackerTable<Sender>

  constructor(traffic: Traffic, model: PacketModel, seed: number) {
    this.#traffic = traffic
    this.#model = model
    this.#measure = new PacketMeasure(traffic, seed)
    this.#senders = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Sender,
    })
  }

  onFlowStart(flow: FlowId): void {
    this.#measure.streams.startFlow(flow)
  }

  onHostEvict(host: HostId): void {
    this.#measure.streams.forgetHost(host)
  }

  onPacket(): boolean {
    const row = this.#measure.measure()
    const score = this.#model.score(row)
    if (!score.isBad) return false
    const { flows, flow } = this.#traffic
    const column = flows.fromOriginator ? FlowColumn.originator : FlowColumn.responder
    const sender = this.#senders.open({ host: flows.value(flow, column) as HostId })
    sender.packetCount++
    sender.evidence.addPacket(this.#traffic)
    if (sender.hasDoubled(sender.packetCount, packetCountMin)) this.#report(sender, row, score)
    return true
  }

  #report(sender: Sender, row: Float64Array, score: PacketScore): void {
    const host = this.#traffic.hosts.text(sender.host)
    const seconds = sender.seconds.toFixed(1)
    this.#traffic.emit({
      detector: this.name,
      kind: unusual,
      severity: 'low',
      score: score.score,
      confidence: 0.4,
      source: sender.host,
      target: null,
      firstUs: sender.firstUs,
      title: `${host} sent ${sender.packetCount} unusual packets in ${seconds} s (usual: below ${packetCountMin})`,
      reasons: this.#reasons(row),
      evidence: sender.evidence.toReferences(),
      model: {
        rawScore: score.raw_score,
        threshold: 1 - this.#model.alarmChance,
        version: this.#model.model.id,
      },
    })
  }

  /** The features that speak loudest for strange in the packet at hand. */
  #reasons(row: Float64Array): Reason[] {
    const contributions = Array.from(this.#model.explain(row)?.contributions ?? [])
    return contributions
      .map((contribution, index) => ({ contribution, index }))
      .filter(({ contribution }) => contribution > 0)
      .sort((a, b) => b.contribution - a.contribution)
      .slice(0, reasonCountMax)
      .map(({ contribution, index }) => {
        const { name = '', unit = '' } = packetFeatures[index] ?? {}
        const actual = rounded(row[index] as number)
        const typical = rounded(this.#model.typical[index] as number)
        return { feature: name, actual, typical, unit, contribution: rounded(contribution) }
      })
  }
}

/** Three digits behind the point tell people enough. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

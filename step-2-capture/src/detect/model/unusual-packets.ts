import { packetFeatures } from '../../features/packet-feature.ts'
import { PacketMeasure } from '../../features/packet-measure.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { Reason } from '../seam/detection.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficDetector, TrafficDetectorFactory } from '../seam/traffic-detector.ts'
import { Group, Groups } from '../track/tracker.ts'
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

class Sender extends Group {
  packetCount = 0
}

/**
 * The verdict on each packet (`bad_packet`) by a model that was trained on packets, and hosts that
 * send many bad ones. Costs microseconds a packet, so it runs only with such a model.
 * @param seed Of a hash: it never changes a result.
 */
export function createUnusualPackets(model: PacketModel, seed: number): TrafficDetectorFactory {
  return (traffic) => new UnusualPackets(traffic, model, seed)
}

class UnusualPackets implements TrafficDetector {
  readonly name = 'packet_model'
  readonly #traffic: Traffic
  readonly #model: PacketModel
  readonly #measure: PacketMeasure
  readonly #senders: Groups<Sender>

  constructor(traffic: Traffic, model: PacketModel, seed: number) {
    this.#traffic = traffic
    this.#model = model
    this.#measure = new PacketMeasure(traffic, seed)
    this.#senders = new Groups({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      create: (key) => new Sender(key, traffic),
    })
  }

  onFlowStart(flow: number): void {
    this.#measure.streams.startFlow(flow)
  }

  onHostEvict(host: number): void {
    this.#measure.streams.forgetHost(host)
  }

  onPacket(): boolean {
    const row = this.#measure.measure()
    const score = this.#model.score(row)
    if (!score.isBad) return false
    const { flows, flow } = this.#traffic
    const column = flows.fromOriginator ? FlowColumn.originator : FlowColumn.responder
    const sender = this.#senders.open({ host: flows.value(flow, column) })
    sender.packetCount++
    sender.evidence.addPacket(this.#traffic)
    if (sender.isDue(sender.packetCount, packetCountMin)) this.#report(sender, row, score)
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

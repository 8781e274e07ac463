import { packetFeatures } from '../../features/packet-feature.ts'
import { PacketMeasure } from '../../features/packet-measure.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { AddressList } from '../seam/address-list.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { addresses, limit, type SettingsOf, seconds } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { about } from '../track/about-tracker.ts'
import { durationText } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import type { ModelScore } from './model-bundle.ts'
import { defineModelDetector } from './model-detector.ts'
import { featureReasons } from './model-reasons.ts'
import type { PacketModel } from './packet-model.ts'

/** 4,096 hosts at 250 B. */
const trackerCountMax = 4_096

const kinds = [
  {
    id: 'unusual_packets',
    title: '{source} sent {count} unusual packets in {span} (threshold: {limit})',
    technique: null,
    recommend:
      'Look at the packets in the evidence: the reasons name the numbers that differ most from ' +
      'those of ordinary packets. If they are wanted, train the model again with them.',
  },
] as const

const options = {
  packetCountMin: limit(100, {
    about: 'Unusual packets of a host before it is reported: ordinary hosts send one now and then',
    unit: 'packets',
  }),
  forgetAfterSeconds: seconds(60, { about: 'Unusual packets further apart are counted anew' }),
  allow: addresses({ about: 'Hosts that may send unusual packets' }),
}

/**
 * The verdict on each packet (`bad_packet`) by a model that was trained on packets, and hosts that
 * send many bad ones. It costs microseconds a packet, so it runs only with such a model.
 */
export const unusualPackets = defineModelDetector({
  name: 'packet_model',
  about: 'A host that sends many packets unlike those that the model was trained on.',
  kinds,
  options,
  watch: (traffic, settings, reporter, model: PacketModel) =>
    new UnusualPackets({ traffic, settings, reporter, model }),
})

interface Parts {
  readonly traffic: Traffic
  readonly settings: SettingsOf<typeof options>
  readonly reporter: Reporter<(typeof kinds)[number]>
  readonly model: PacketModel
}

class Sender extends Tracker {
  packetCount = 0
}

class UnusualPackets implements TrafficObserver {
  readonly #parts: Parts
  readonly #measure: PacketMeasure
  readonly #senders: TrackerTable<Sender>
  readonly #allowed: AddressList

  constructor(parts: Parts) {
    const { traffic, settings } = parts
    const { forgetAfterSeconds, allow } = settings
    this.#parts = parts
    this.#measure = new PacketMeasure(traffic)
    this.#allowed = new AddressList(allow)
    this.#senders = new TrackerTable({
      traffic,
      countMax: trackerCountMax,
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
    const { traffic, settings, model } = this.#parts
    const row = this.#measure.measure()
    const score = model.score(row)
    if (score.chance >= model.badChance) return false
    const { flows, flow, hosts } = traffic
    const host = flows.fromOriginator ? flows.originator(flow) : flows.responder(flow)
    if (this.#allowed.has(hosts.text(host))) return false
    const sender = this.#senders.open({ host })
    sender.packetCount++
    sender.evidence.addPacket(traffic)
    if (sender.hasDoubled(sender.packetCount, settings.packetCountMin)) {
      this.#report(sender, row, score)
    }
    return true
  }

  #report(sender: Sender, row: Float64Array, score: ModelScore): void {
    const { settings, reporter, model } = this.#parts
    const { range, version } = model
    const explanation = model.explain(row)
    const reasons = featureReasons({ features: packetFeatures, row, range, explanation })
    reporter.emit({
      restate: () => this.#report(sender, row, score),
      ...about(sender),
      kind: 'unusual_packets',
      severity: 'low',
      score: score.score,
      confidence: 0.4,
      values: {
        count: sender.packetCount,
        span: durationText(sender.seconds),
        limit: settings.packetCountMin,
      },
      reasons: reasons.map(({ reason }) => reason),
      model: { rawScore: score.raw_score, threshold: 1 - model.badChance, version },
    })
  }
}

import { IpProtocol, Layer } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { FloodSources } from './flood-sources.ts'

export interface DatagramFloodOptions {
  /** Datagram flows that one host did not answer within ten seconds. */
  readonly flowCountMin?: number
  /** Pings that reached one host within ten seconds; a monitor sends one a second. */
  readonly pingCountMin?: number
  /** Answers that nobody asked for within ten seconds: a reflected flood. */
  readonly reflectionCountMin?: number
}

const defaults: Required<DatagramFloodOptions> = {
  flowCountMin: 400,
  pingCountMin: 400,
  reflectionCountMin: 100,
}

/** 512 targets at up to 16 kB, of each kind of flood, are 25 MB at worst, 1 MB as a rule. */
const groupCountMax = 512
const periodUs = 10_000_000
const forgetAfterSeconds = 300
/** Each port at most so many times: more than that is a flood of one service, less a scan. */
const scanFlowsPerPort = 2

const advice =
  'Drop the source at the nearest router, or ask the provider to where there are many. Where the ' +
  'addresses are forged, follow the MAC address to the port that it enters by.'
const technique = techniques['T1498.001']
const udpFlood: DetectionKind = { kind: 'udp_flood', technique, recommendation: advice }
const icmpFlood: DetectionKind = { kind: 'icmp_flood', technique, recommendation: advice }
const reflectedFlood: DetectionKind = {
  kind: 'reflected_flood',
  technique: techniques['T1498.002'],
  recommendation:
    'Ask the provider to filter answers from this port to the target. The servers that answer are ' +
    'misused themselves.',
}

/** More datagrams or pings than one host can answer, or answers that it never asked for. */
export function createDatagramFlood(options: DatagramFloodOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new DatagramFlood(traffic, { ...defaults, ...options })
}

/** What reached a host in the current period. */
class Target extends Tracker {
  periodFirstUs = this.firstUs
  count = 0
  sources = new FloodSources()
  ports = new DistinctCounter()

  add(traffic: Traffic, { flow, source, port }: Arrival): void {
    const nowUs = traffic.timeUs
    if (nowUs - this.periodFirstUs > periodUs) {
      this.periodFirstUs = nowUs
      this.count = 0
      this.sources = new FloodSources()
      this.ports = new DistinctCounter()
      this.evidence.clear()
    }
    this.count++
    this.sources.add(traffic, flow, source)
    this.ports.add(port)
  }
}

interface Arrival {
  readonly flow: FlowId
  readonly source: HostId
  readonly port: number
}

class DatagramFlood implements TrafficObserver {
  readonly name = 'datagram_flood'
  readonly protocols = [IpProtocol.udp]
  readonly #traffic: Traffic
  readonly #options: Required<DatagramFloodOptions>
  readonly #unanswered: TrackerTable<Target>
  readonly #pinged: TrackerTable<Target>
  readonly #reflected: TrackerTable<Target>
  /** Pings that each host got, and since when: 12 B a host, 1.7 MB. */
  readonly #pingCount: Uint32Array
  readonly #pingedSinceUs: Float64Array

  constructor(traffic: Traffic, options: Required<DatagramFloodOptions>) {
    this.#traffic = traffic
    this.#options = options
    const bounds = { traffic, countMax: groupCountMax, forgetAfterSeconds, tracker: Target }
    this.#unanswered = new TrackerTable(bounds)
    this.#pinged = new TrackerTable(bounds)
    this.#reflected = new TrackerTable(bounds)
    this.#pingCount = new Uint32Array(traffic.hosts.countMax)
    this.#pingedSinceUs = new Float64Array(traffic.hosts.countMax)
  }

  onFlowFailed(flow: FlowId): void {
    const { flows, hosts } = this.#traffic
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    const port = flows.responderPort(flow)
    // Only the well-known end has spoken: an answer to a question that was never asked.
    const isReflected = flows.originatorPackets(flow) === 0
    const [source, target] = isReflected ? [responder, originator] : [originator, responder]
    if (scopeOf(hosts, target) === AddressScope.group) return
    const group = (isReflected ? this.#reflected : this.#unanswered).open({ host: target })
    group.add(this.#traffic, { flow, source, port })
    group.evidence.addFlow(this.#traffic, flow)
    if (isReflected) this.#judgeReflected(group, port)
    else this.#judgeUnanswered(group)
  }

  onIcmp(): void {
    const { frame, flow, flows } = this.#traffic
    const isV6 = (frame.layers & Layer.icmpv6) !== 0
    const isEcho = isV6
      ? frame.sourcePort === 128 || frame.sourcePort === 129
      : frame.sourcePort === 8 || frame.sourcePort === 0
    if (!isEcho) return
    // Answers to what the host asked itself are as many as it asked for.
    if (!flows.fromOriginator && this.#isAskedFor(flow)) return
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    const source = flows.fromOriginator ? originator : responder
    const target = flows.fromOriginator ? responder : originator
    const count = this.#countPing(target)
    const { pingCountMin } = this.#options
    // Only who gets many is worth a group.
    if (count * 4 < pingCountMin) return
    const group = this.#pinged.open({ host: target })
    group.add(this.#traffic, { flow, source, port: 0 })
    group.count = count
    group.evidence.addPacket(this.#traffic)
    if (group.hasDoubled(count, pingCountMin)) this.#report(group, icmpFlood, pingCountMin, 'pings')
  }

  /** How many pings the host got within the period that began with the first of them. */
  #countPing(target: HostId): number {
    const { timeUs } = this.#traffic
    if (timeUs - (this.#pingedSinceUs[target] as number) > periodUs) {
      this.#pingedSinceUs[target] = timeUs
      this.#pingCount[target] = 0
    }
    this.#pingCount[target] = (this.#pingCount[target] as number) + 1
    return this.#pingCount[target] as number
  }

  #isAskedFor(flow: FlowId): boolean {
    const { flows } = this.#traffic
    const asked = flows.originatorPackets(flow)
    return asked >= flows.responderPackets(flow)
  }

  #judgeUnanswered(group: Target): void {
    const { flowCountMin } = this.#options
    const isOneSource = group.sources.count === 1
    const isScan = isOneSource && group.count < group.ports.count * scanFlowsPerPort
    // A scan waits for answers; nobody waits for hundreds a second.
    if (isScan && group.count < flowCountMin * 5) return
    if (!group.hasDoubled(group.count, flowCountMin)) return
    this.#report(group, udpFlood, flowCountMin, 'datagrams that it did not answer')
  }

  #judgeReflected(group: Target, port: number): void {
    const { reflectionCountMin } = this.#options
    if (!group.hasDoubled(group.count, reflectionCountMin)) return
    const what = `answers from port ${port} that it never asked for`
    this.#report(group, reflectedFlood, reflectionCountMin, what)
  }

  #report(group: Target, kind: DetectionKind, minimum: number, what: string): void {
    const { hosts, timeUs } = this.#traffic
    const { host, count, sources, periodFirstUs } = group
    const seconds = Math.max((timeUs - periodFirstUs) / 1e6, 0.1)
    const { accused, text: from } = sources.origin(this.#traffic)
    reportGroup(this.#traffic, group, {
      detector: this.name,
      kind,
      severity: severityOf(count, { medium: minimum, high: minimum * 5 }),
      score: growthScore(count, minimum),
      confidence: 0.85,
      source: accused,
      target: host,
      firstUs: periodFirstUs,
      title:
        `${hosts.text(host)} got ${count} ${what} in ${seconds.toFixed(1)} s, from ${from} ` +
        `(usual: below ${minimum} in 10 s)`,
      reasons: [
        countReason('datagrams', count, { typical: minimum - 1, unit: 'in 10 s' }),
        countReason('sources', sources.count, { typical: 1, unit: 'hosts' }),
      ],
    })
  }
}

import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { Severity } from '../seam/detection.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficDetector } from '../seam/traffic-detector.ts'
import { durationText } from '../track/severity-scale.ts'
import { Groups } from '../track/tracker.ts'
import type { Beacon } from './beacon.ts'
import { BeaconPair, type Regularity } from './beacon-pair.ts'
import { prevalenceOf } from './beacon-prevalence.ts'

export interface BeaconingOptions {
  /** Connections to one service before it is judged; RITA takes 4, which an hour of polling has. */
  readonly connectionCountMin?: number
  /** The same where nobody asked for the address: a device may have it from its first server. */
  readonly unnamedCountMin?: number
  /** What is asked for by name must leave this long between two connections, in seconds. */
  readonly namedGapSecondsMin?: number
  /** Median deviation of the gaps, and of the sizes, as a share of their median. */
  readonly gapJitterMax?: number
  readonly sizeJitterMax?: number
  /** RITA's score from which it is a beacon. */
  readonly scoreMin?: number
  /** The median gap between two connections, in seconds: what is faster is a program at work. */
  readonly gapSecondsMin?: number
  /** Addresses that may be polled: monitoring, updates, the cloud of a device. */
  readonly allowedDestinations?: readonly string[]
}

const defaults: Required<BeaconingOptions> = {
  connectionCountMin: 20,
  unnamedCountMin: 30,
  namedGapSecondsMin: 10,
  gapJitterMax: 0.13,
  sizeJitterMax: 0.1,
  scoreMin: 0.85,
  gapSecondsMin: 1,
  allowedDestinations: [],
}

/** 4,096 pairs with at most 64 connections each at 40 B are 10 MB at worst. */
const groupCountMax = 4_096
/** RITA scores no pair with fewer connections. */
const scoredCountMin = 4
const forgetAfterSeconds = 86_400

const beaconing: DetectionKind = {
  kind: 'beaconing',
  technique: {
    id: 'T1071',
    name: 'Application Layer Protocol',
    tactic: 'command-and-control',
  },
  recommendation:
    'Find the program on the source that makes these connections. If it is an updater or a ' +
    'monitor, add its destination to the allowed ones; if nobody knows it, isolate the source.',
}

/** Services that are asked again and again on purpose. */
const periodicPorts = new Set([53, 67, 68, 123, 853])

/** A program that reports in: connections to one service, of one size, at one pace. */
export function createBeaconing(options: BeaconingOptions = {}) {
  return (traffic: Traffic): TrafficDetector => new Beaconing(traffic, { ...defaults, ...options })
}

class Beaconing implements TrafficDetector {
  readonly name = 'beaconing'
  readonly protocols = [IpProtocol.tcp]
  readonly #traffic: Traffic
  readonly #options: Required<BeaconingOptions>
  readonly #allowed: ReadonlySet<string>
  readonly #pairs: Groups<BeaconPair>

  constructor(traffic: Traffic, options: Required<BeaconingOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#allowed = new Set(options.allowedDestinations)
    this.#pairs = new Groups({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      create: (key) => new BeaconPair(key, traffic),
    })
  }

  onFlowAnswered(flow: number): void {
    const { flows, hosts } = this.#traffic
    const port = flows.value(flow, FlowColumn.responderPort)
    const peer = flows.value(flow, FlowColumn.responder)
    if (periodicPorts.has(port) || scopeOf(hosts, peer) !== AddressScope.outside) return
    const host = flows.value(flow, FlowColumn.originator)
    const pair = this.#pairs.open({ host, peer, port })
    pair.connectionCount++
    pair.evidence.addFlow(this.#traffic, flow)
    pair.addStart(flows.value(flow, FlowColumn.firstUs) / 1e6)
    const { connectionCountMin } = this.#options
    if (pair.connectionCount >= connectionCountMin) this.#judge(pair)
  }

  onFlowEnd(flow: number): void {
    const { flows, applications } = this.#traffic
    const sentBytes = flows.value(flow, FlowColumn.originatorPayloadBytes)
    if (sentBytes === 0) return
    const pair = this.#pairs.find({
      host: flows.value(flow, FlowColumn.originator),
      peer: flows.value(flow, FlowColumn.responder),
      port: flows.value(flow, FlowColumn.responderPort),
    })
    if (!pair) return
    pair.addSize(sentBytes)
    pair.application = applications.of(flow) || pair.application
  }

  #judge(pair: BeaconPair): void {
    const { hosts, timeUs } = this.#traffic
    const { connectionCountMin } = this.#options
    // Scores change slowly: a look at each tenth connection is enough, and later at fewer.
    if (pair.connectionCount < pair.lookAt) return
    pair.lookAt = pair.connectionCount + Math.max(10, Math.floor(pair.connectionCount / 4))
    if (this.#allowed.has(hosts.text(pair.peer))) return
    const regularity = pair.measure(hosts, timeUs)
    if (!this.#isRegular(regularity)) return
    if (pair.isDue(pair.connectionCount, connectionCountMin)) {
      this.#report(pair, regularity)
    }
  }

  #isRegular(regularity: Regularity): boolean {
    const { scoreMin, gapSecondsMin, gapJitterMax, sizeJitterMax } = this.#options
    const { score, gapSeconds, gapJitter, sizeJitter } = regularity
    if (score.total < scoreMin || gapSeconds < gapSecondsMin) return false
    // A door that is opened now and then is regular too, if one only looks at the middle.
    return gapJitter <= gapJitterMax && sizeJitter <= sizeJitterMax
  }

  beacons(): readonly Beacon[] {
    const { hosts, timeUs, resolved } = this.#traffic
    const { connectionCountMin } = this.#options
    const pairs = [...this.#pairs]
    const prevalence = prevalenceOf(pairs)
    return pairs
      .filter(({ connectionCount }) => connectionCount >= scoredCountMin)
      .map((pair) => {
        const regularity = pair.measure(hosts, timeUs)
        const isAllowed = this.#allowed.has(hosts.text(pair.peer))
        const isCounted = pair.connectionCount >= connectionCountMin && !isAllowed
        return pair.toBeacon(hosts, timeUs, {
          regularity,
          prevalence: prevalence(pair.peer),
          isNamed: resolved.has(hosts, pair.peer),
          isBeacon: isCounted && this.#isRegular(regularity),
        })
      })
  }

  /** What is asked for by name is mostly wanted: it has to look like a program that sleeps. */
  #severity(pair: BeaconPair, gapSeconds: number): Severity {
    const { hosts, resolved } = this.#traffic
    const { unnamedCountMin, namedGapSecondsMin } = this.#options
    if (!resolved.has(hosts, pair.peer)) {
      return pair.connectionCount >= unnamedCountMin ? 'medium' : 'low'
    }
    const isWeb = pair.application === Application.tls || pair.application === Application.http
    return isWeb && gapSeconds >= namedGapSecondsMin ? 'medium' : 'low'
  }

  #report(pair: BeaconPair, { score, gapSeconds }: Regularity): void {
    const { hosts } = this.#traffic
    const { host, peer, port, connectionCount, seconds } = pair
    const target = `${hosts.text(peer)}:${port}`
    const quality = (feature: string, value: number) => ({
      feature,
      actual: Math.round(value * 100) / 100,
      typical: 0.5,
      unit: '',
      contribution: value / 4,
    })
    this.#traffic.emit({
      detector: this.name,
      kind: beaconing,
      severity: this.#severity(pair, gapSeconds),
      score: score.total,
      confidence: Math.min(0.95, 0.5 + connectionCount / 200),
      source: host,
      target: peer,
      targetPort: port,
      targetGroup: target,
      firstUs: pair.firstUs,
      title:
        `${hosts.text(host)} connected to ${target} ${connectionCount} times in ` +
        `${durationText(seconds)}, every ${gapSeconds.toFixed(1)} s, ` +
        `${Math.round(score.total * 100)} % regular (usual: below 85 %)`,
      reasons: [
        quality('time_regularity', score.time),
        quality('size_regularity', score.size),
        quality('time_covered', score.duration),
        quality('evenness', score.histogram),
        { feature: 'connections', actual: connectionCount, typical: 4, unit: 'connections' },
      ],
      evidence: pair.evidence.toReferences(),
    })
  }
}

import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { AddressList } from '../seam/address-list.ts'
import type { Severity } from '../seam/detection.ts'
import { defineDetector } from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { addresses, limit, type SettingsOf, seconds, share } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { techniques } from '../seam/techniques.ts'
import { about } from '../track/about-tracker.ts'
import { durationText } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { type Beacon, beaconReport } from './beacon.ts'
import { BeaconPair, type Regularity } from './beacon-pair.ts'
import { prevalenceOf } from './beacon-prevalence.ts'

/** 4,096 pairs with at most 64 connections each at 40 B are 10 MB at worst. */
export const pairCountMax = 4_096
/** RITA scores no pair with fewer connections. */
const scoredCountMin = 4
const forgetAfterSeconds = 86_400

/** Services that are asked again and again on purpose. */
const periodicPorts = new Set([53, 67, 68, 123, 853])

const kinds = [
  {
    id: 'beaconing',
    title:
      '{source} connected to {service} {count} times in {span}, every {gap} s, ' +
      '{regular} % regular (threshold: {limit} %)',
    technique: techniques.T1071,
    recommend:
      'Find the program on the source that makes these connections. If it is an updater or a ' +
      'monitor, add its destination to beaconing.allow; if it is unknown, isolate the source.',
  },
] as const

const options = {
  connectionCountMin: limit(20, {
    about: 'Connections to one service before it is judged',
    unit: 'connections',
    source: 'RITA takes 4, which an hour of polling has',
  }),
  unnamedCountMin: limit(30, {
    about:
      'The same for medium severity where no DNS answer gave out the address: a device may have it from its first server',
    unit: 'connections',
  }),
  namedGapSecondsMin: seconds(10, {
    about:
      'Time between two connections from which a service that was asked for by name is of medium severity',
  }),
  gapJitterMax: share(0.13, {
    about: 'Median deviation of the gaps, as a share of their median',
  }),
  sizeJitterMax: share(0.1, {
    about: 'Median deviation of the sizes, as a share of their median',
  }),
  scoreMin: share(0.85, { about: 'Score from which it is a beacon', source: 'RITA' }),
  gapSecondsMin: seconds(1, {
    about: 'Median gap between two connections: what is faster is a program at work',
  }),
  allow: addresses({
    about: 'Destinations that may be polled: monitoring, updates, the cloud of a device',
  }),
}

/** A program that reports in: connections to one service, of one size, at one pace. */
export const beaconing = defineDetector({
  name: 'beaconing',
  family: 'behaviour',
  about:
    'Connections to one service outside, of one size and at one pace: a program that reports in.',
  kinds,
  options,
  watch: (traffic, settings, reporter) => new Beaconing(traffic, settings, reporter),
})

type Settings = SettingsOf<typeof options>
/** What its title needs. */
type BeaconReporter = Reporter<(typeof kinds)[number]>

class Beaconing implements TrafficObserver {
  readonly protocols = [IpProtocol.tcp]
  readonly #traffic: Traffic
  readonly #settings: Settings
  readonly #reporter: BeaconReporter
  readonly #allowed: AddressList
  readonly #pairs: TrackerTable<BeaconPair>

  constructor(traffic: Traffic, settings: Settings, reporter: BeaconReporter) {
    this.#traffic = traffic
    this.#settings = settings
    this.#reporter = reporter
    reporter.offer(beaconReport, () => this.#beacons())
    this.#allowed = new AddressList(settings.allow)
    this.#pairs = new TrackerTable({
      traffic,
      countMax: pairCountMax,
      forgetAfterSeconds,
      tracker: BeaconPair,
    })
  }

  onFlowAnswered(flow: FlowId): void {
    const { flows, hosts } = this.#traffic
    const port = flows.responderPort(flow)
    const peer = flows.responder(flow)
    if (periodicPorts.has(port) || scopeOf(hosts, peer) !== AddressScope.outside) return
    const host = flows.originator(flow)
    const pair = this.#pairs.open({ host, peer, part: port })
    pair.connectionCount++
    pair.evidence.addFlow(this.#traffic, flow)
    pair.addStart(flows.firstUs(flow) / 1e6)
    const { connectionCountMin } = this.#settings
    if (pair.connectionCount >= connectionCountMin) this.#judge(pair)
  }

  onFlowEnd(flow: FlowId): void {
    const { flows, applications } = this.#traffic
    const sentBytes = flows.originatorPayloadBytes(flow)
    if (sentBytes === 0) return
    const pair = this.#pairs.find({
      host: flows.originator(flow),
      peer: flows.responder(flow),
      part: flows.responderPort(flow),
    })
    if (!pair) return
    pair.addSize(sentBytes)
    pair.application = applications.of(flow) || pair.application
  }

  #judge(pair: BeaconPair): void {
    const { hosts, timeUs } = this.#traffic
    const { connectionCountMin } = this.#settings
    // Scores change slowly: a look at each tenth connection is enough, and later at fewer.
    if (pair.connectionCount < pair.lookAt) return
    pair.lookAt = pair.connectionCount + Math.max(10, Math.floor(pair.connectionCount / 4))
    if (this.#allowed.has(hosts.text(pair.peer))) return
    const regularity = pair.measure(hosts, timeUs)
    if (!this.#isRegular(regularity)) return
    if (pair.hasDoubled(pair.connectionCount, connectionCountMin)) {
      this.#report(pair, regularity)
    }
  }

  #isRegular(regularity: Regularity): boolean {
    const { scoreMin, gapSecondsMin, gapJitterMax, sizeJitterMax } = this.#settings
    const { score, gapSeconds, gapJitter, sizeJitter } = regularity
    if (score.total < scoreMin || gapSeconds < gapSecondsMin) return false
    // A door that is opened now and then is regular too, if one only looks at the middle.
    return gapJitter <= gapJitterMax && sizeJitter <= sizeJitterMax
  }

  #beacons(): readonly Beacon[] {
    const { hosts, timeUs, resolved } = this.#traffic
    const { connectionCountMin } = this.#settings
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
    const { unnamedCountMin, namedGapSecondsMin } = this.#settings
    if (!resolved.has(hosts, pair.peer)) {
      return pair.connectionCount >= unnamedCountMin ? 'medium' : 'low'
    }
    const isWeb = pair.application === Application.tls || pair.application === Application.http
    return isWeb && gapSeconds >= namedGapSecondsMin ? 'medium' : 'low'
  }

  #report(pair: BeaconPair, { score, gapSeconds }: Regularity): void {
    const { hosts } = this.#traffic
    const { peer, part: port, connectionCount, seconds } = pair
    const target = `${hosts.text(peer)}:${port}`
    const quality = (feature: string, value: number) => ({
      feature,
      actual: Math.round(value * 100) / 100,
      typical: 0.5,
      unit: '',
      contribution: value / 4,
    })
    this.#reporter.emit({
      ...about(pair),
      kind: 'beaconing',
      severity: this.#severity(pair, gapSeconds),
      score: score.total,
      confidence: Math.min(0.95, 0.5 + connectionCount / 200),
      targetPort: port,
      targetGroup: target,
      values: {
        service: target,
        count: connectionCount,
        span: durationText(seconds),
        gap: gapSeconds.toFixed(1),
        regular: Math.round(score.total * 100),
        limit: Math.round(this.#settings.scoreMin * 100),
      },
      reasons: [
        quality('time_regularity', score.time),
        quality('size_regularity', score.size),
        quality('time_covered', score.duration),
        quality('evenness', score.histogram),
        { feature: 'connections', actual: connectionCount, typical: 4, unit: 'connections' },
      ],
    })
  }
}

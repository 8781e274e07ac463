import { IpProtocol } from '../../decode/frame.ts'
import { HttpKind } from '../../decode/http.ts'
import { bodyLength } from '../../decode/http-parts.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { AddressList } from '../seam/address-list.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { about } from '../track/about-tracker.ts'
import { serviceKey } from '../track/service.ts'
import { durationText } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { type Beacon, beaconReport } from './beacon.ts'
import type { BeaconReporter, BeaconSettings } from './beacon-options.ts'
import { BeaconPair, type Regularity } from './beacon-pair.ts'
import { prevalenceOf } from './beacon-prevalence.ts'
import { type BeaconSurroundings, beaconSeverity, isPolledInside } from './beacon-severity.ts'
import { isHealthCheck, periodicPorts } from './polled-on-purpose.ts'

/** 4,096 pairs with at most 64 calls each at 40 B are 10 MB at worst. */
export const pairCountMax = 4_096
/** RITA scores no pair with fewer connections. */
const scoredCountMin = 4
const forgetAfterSeconds = 86_400
const questionMark = 0x3f
/** Without a beat of its own a poller's gaps still have a longest one; by chance it is 3.3. */
const longGapRatioMax = 2
/** How much more alike the sizes of calls must be whose pace is drawn anew each time. */
const drawnSizeDivisor = 4
/** What a poller scores at least, whose pace is drawn anew each time. */
const pollScoreMin = 0.7

/** Keeps the calls of each client to each service, and states those that keep time. */
export class BeaconWatch implements TrafficObserver {
  readonly protocols = [IpProtocol.tcp, IpProtocol.udp]
  readonly #traffic: Traffic
  readonly #settings: BeaconSettings
  readonly #reporter: BeaconReporter
  readonly #allowed: AddressList
  readonly #pairs: TrackerTable<BeaconPair>
  readonly #pauseUs: number

  constructor(traffic: Traffic, settings: BeaconSettings, reporter: BeaconReporter) {
    this.#traffic = traffic
    this.#settings = settings
    this.#reporter = reporter
    this.#pauseUs = settings.gapSecondsMin * 1e6
    reporter.offer(beaconReport, () => this.#beacons())
    this.#allowed = new AddressList(settings.allow)
    this.#pairs = new TrackerTable({
      traffic,
      countMax: pairCountMax,
      forgetAfterSeconds,
      tracker: BeaconPair,
    })
  }

  /** A datagram need not be answered for its sender to be alive. */
  onFlowStart(flow: FlowId): void {
    const { flows, frame } = this.#traffic
    if (flows.protocol(flow) !== IpProtocol.udp || frame.payloadLength === 0) return
    this.#call(flow)?.addSize(frame.payloadWireLength)
  }

  onFlowAnswered(flow: FlowId): void {
    const { flows, hosts } = this.#traffic
    if (flows.protocol(flow) !== IpProtocol.tcp) return
    if (scopeOf(hosts, flows.responder(flow)) === AddressScope.outside) this.#call(flow)
  }

  /** A client's hello: inside it tells TLS from all else that is polled there. */
  onTls(): void {
    const { flow, flows, hosts, tls } = this.#traffic
    if (tls.of(flow)?.isAnswered || flows.protocol(flow) !== IpProtocol.tcp) return
    if (scopeOf(hosts, flows.responder(flow)) === AddressScope.inside) this.#call(flow)
  }

  /** A connection may carry many requests. */
  onHttp(): void {
    const { flow, frame, http, packet } = this.#traffic
    if (http.kind !== HttpKind.request) return
    const pair = this.#call(flow)
    // A call is known by its first request; what follows at its heels is the same call.
    if (!pair?.awaitsRequest) return
    pair.awaitsRequest = false
    const { targetStart, targetLength } = http
    const target = packet.bytes.subarray(targetStart, targetStart + targetLength)
    const query = target.indexOf(questionMark)
    const end = query === -1 ? targetLength : query
    pair.targets.add(hashBytes(target, 0, end, this.#traffic.byteSeed))
    pair.requestCount++
    if (http.header('referer') !== null || isHealthCheck(http)) pair.ledRequestCount++
    const headBytes = http.isComplete ? http.end - frame.payloadOffset : frame.payloadWireLength
    pair.addSize(headBytes + bodyLength(http))
  }

  onFlowEnd(flow: FlowId): void {
    const { flows, applications } = this.#traffic
    const sentBytes = flows.originatorPayloadBytes(flow)
    if (sentBytes === 0 || flows.protocol(flow) === IpProtocol.udp) return
    const pair = this.#pairs.find(serviceKey(this.#traffic, flow))
    if (!pair || pair.requestCount > 0) return
    pair.addSize(sentBytes)
    pair.application = applications.of(flow) || pair.application
  }

  /** Something was sent to a service that may not be polled on purpose: perhaps a call begins. */
  #call(flow: FlowId): BeaconPair | undefined {
    const { flows, hosts, timeUs } = this.#traffic
    if (periodicPorts.has(flows.responderPort(flow))) return undefined
    const scope = scopeOf(hosts, flows.responder(flow))
    if (scope !== AddressScope.outside && scope !== AddressScope.inside) return undefined
    const pair = this.#pairs.open(serviceKey(this.#traffic, flow))
    if (pair.call(timeUs, this.#pauseUs)) {
      pair.evidence.addPacket(this.#traffic)
      if (pair.callCount >= this.#settings.connectionCountMin) this.#judge(pair)
    }
    return pair
  }

  #judge(pair: BeaconPair): void {
    const { hosts, timeUs } = this.#traffic
    // Scores change slowly: a look at each fifth call is enough, and later at fewer.
    if (pair.callCount < pair.lookAt) return
    pair.lookAt = pair.callCount + Math.max(5, Math.floor(pair.callCount / 4))
    if (this.#allowed.has(hosts.text(pair.peer))) return
    const regularity = pair.measure(hosts, timeUs)
    const scoreMin = this.#scoreMin(pair, regularity)
    if (scoreMin === null) return
    if (pair.hasDoubled(pair.callCount, this.#settings.connectionCountMin)) {
      this.#report(pair, regularity, scoreMin)
    }
  }

  /** The score that makes the pair a beacon, or null where it is none. */
  #scoreMin(pair: BeaconPair, regularity: Regularity): number | null {
    const { scoreMin, gapSecondsMin, gapJitterMax, sizeJitterMax } = this.#settings
    const { namedCountMin, namedJitterMax } = this.#settings
    const { score, gapSeconds, gapJitter, sizeJitter } = regularity
    if (gapSeconds < gapSecondsMin || sizeJitter > sizeJitterMax) return null
    if (score.total >= pollScoreMin && this.#isPoller(pair, regularity)) return pollScoreMin
    // A door that is opened now and then is regular too, if one only looks at the middle: few calls,
    // or calls whose pace is drawn anew, must say the same each time.
    const isSteady = gapJitter <= namedJitterMax && pair.callCount >= namedCountMin
    const sizeLimit = isSteady ? sizeJitterMax : sizeJitterMax / drawnSizeDivisor
    if (gapJitter > gapJitterMax || sizeJitter > sizeLimit) return null
    return score.total >= scoreMin ? scoreMin : null
  }

  /** Asks for a few things again and again, not by chance, and led there by no page. */
  #isPoller(pair: BeaconPair, { longGapRatio }: Regularity): boolean {
    const { pollCountMin, pollTargetCountMax } = this.#settings
    if (pair.callCount < pollCountMin || pair.requestCount === 0) return false
    if (pair.ledRequestCount > 0 || pair.targets.count > pollTargetCountMax) return false
    return longGapRatio <= longGapRatioMax
  }

  #beacons(): readonly Beacon[] {
    const { hosts, timeUs, resolved } = this.#traffic
    const { connectionCountMin } = this.#settings
    const pairs = [...this.#pairs]
    const surroundings = this.#surroundings(pairs)
    return pairs
      .filter(({ callCount }) => callCount >= scoredCountMin)
      .map((pair) => {
        const regularity = pair.measure(hosts, timeUs)
        const isAllowed = this.#allowed.has(hosts.text(pair.peer))
        const isCounted = pair.callCount >= connectionCountMin && !isAllowed
        const isBeacon = isCounted && this.#scoreMin(pair, regularity) !== null
        return pair.toBeacon(hosts, timeUs, {
          regularity,
          prevalence: surroundings.prevalence(pair.peer),
          isNamed: resolved.has(hosts, pair.peer),
          isBeacon: isBeacon && !isPolledInside(pair, regularity, surroundings),
        })
      })
  }

  #surroundings(pairs: readonly BeaconPair[]): BeaconSurroundings {
    const [traffic, settings] = [this.#traffic, this.#settings]
    return { traffic, settings, prevalence: prevalenceOf(pairs) }
  }

  #report(pair: BeaconPair, regularity: Regularity, scoreMin: number): void {
    const { hosts } = this.#traffic
    const { score, gapSeconds } = regularity
    const { peer, part: port, callCount, seconds } = pair
    const target = `${hosts.text(peer)}:${port}`
    const quality = (feature: string, value: number) => ({
      feature,
      actual: Math.round(value * 100) / 100,
      typical: 0.5,
      unit: '',
      contribution: value / 4,
    })
    const severity = beaconSeverity(pair, regularity, this.#surroundings([...this.#pairs]))
    this.#reporter.emit({
      restate: () => this.#report(pair, regularity, scoreMin),
      ...about(pair),
      kind: 'beaconing',
      severity,
      isPerhapsOrdinary: severity === 'low',
      score: score.total,
      confidence: Math.min(0.95, 0.5 + callCount / 200),
      targetPort: port,
      targetGroup: target,
      values: {
        service: target,
        count: callCount,
        span: durationText(seconds),
        gap: gapSeconds.toFixed(1),
        regular: Math.round(score.total * 100),
        limit: Math.round(scoreMin * 100),
      },
      reasons: [
        quality('time_regularity', score.time),
        quality('size_regularity', score.size),
        quality('time_covered', score.duration),
        quality('evenness', score.histogram),
        { feature: 'calls', actual: callCount, typical: 4, unit: 'calls' },
      ],
    })
  }
}

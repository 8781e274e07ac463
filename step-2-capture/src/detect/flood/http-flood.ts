import { HttpKind } from '../../decode/http.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { Majority } from '../../memory/majority.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface HttpFloodOptions {
  /** Requests of one client to one server within ten seconds; the busiest pages take a few hundred. */
  readonly requestCountMin?: number
  /** The same where nearly all ask for one page, each time with another query (HULK, GoldenEye). */
  readonly variedCountMin?: number
  /** Lead of that page over all others, as a share of the requests. */
  readonly pageLeadMin?: number
}

const defaults: Required<HttpFloodOptions> = {
  requestCountMin: 1_000,
  variedCountMin: 150,
  pageLeadMin: 0.8,
}

/** 512 clients and servers at up to 8 kB are 4 MB. */
const groupCountMax = 512
const periodUs = 10_000_000
const forgetAfterSeconds = 300

const httpFlood: DetectionKind = {
  kind: 'http_flood',
  technique: techniques['T1499.002'],
  recommendation:
    'Limit the requests of one client at the web server or before it, and block the source. If it ' +
    'is a load test or a proxy of your own, dispatch the detector a higher limit.',
}

/** More requests than a person or a page makes, or one page again and again to get past caches. */
export function createHttpFlood(options: HttpFloodOptions = {}) {
  return (traffic: Traffic): TrafficObserver => new HttpFlood(traffic, { ...defaults, ...options })
}

/** What one client asked one server in the current period. */
class Requests extends Tracker {
  periodFirstUs = this.firstUs
  count = 0
  /** Hashes of paths, and of whole targets. */
  page = new Majority()
  targets = new DistinctCounter()

  advance(nowUs: number): void {
    if (nowUs - this.periodFirstUs <= periodUs) return
    this.periodFirstUs = nowUs
    this.count = 0
    this.page = new Majority()
    this.targets = new DistinctCounter()
    this.evidence.clear()
  }
}

class HttpFlood implements TrafficObserver {
  readonly name = 'http_flood'
  readonly #traffic: Traffic
  readonly #options: Required<HttpFloodOptions>
  readonly #clients: TrackerTable<Requests>

  constructor(traffic: Traffic, options: Required<HttpFloodOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#clients = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Requests,
    })
  }

  onHttp(): void {
    const { http, flow, flows, hosts, packet, timeUs } = this.#traffic
    if (http.kind !== HttpKind.request) return
    const peer = flows.responder(flow)
    // Who works on a server tries what it can take.
    if (scopeOf(hosts, peer) === AddressScope.loopback) return
    const requests = this.#clients.open({
      host: flows.originator(flow),
      peer,
      part: flows.responderPort(flow),
    })
    requests.advance(timeUs)
    requests.count++
    const start = http.targetStart
    const end = start + http.targetLength
    const query = packet.bytes.indexOf(questionMark, start)
    const pathEnd = query === -1 || query > end ? end : query
    requests.page.add(hashBytes(packet.bytes, start, pathEnd))
    requests.targets.add(hashBytes(packet.bytes, start, end))
    requests.evidence.addPacket(this.#traffic)
    this.#judge(requests)
  }

  #judge(requests: Requests): void {
    const { requestCountMin, variedCountMin, pageLeadMin } = this.#options
    const { count, page, targets } = requests
    if (count < variedCountMin) return
    // A program that asks for news sends the same query, or few, however often.
    const isVaried = page.leadsBy(pageLeadMin) && targets.count >= count * pageLeadMin
    const minimum = isVaried ? variedCountMin : requestCountMin
    if (requests.hasDoubled(count, minimum)) this.#report(requests, minimum)
  }

  #report(requests: Requests, minimum: number): void {
    const { hosts, timeUs } = this.#traffic
    const { host, peer, part: port, count, targets, periodFirstUs } = requests
    const target = `${hosts.text(peer)}:${port}`
    const seconds = Math.max((timeUs - periodFirstUs) / 1e6, 0.1)
    reportGroup(this.#traffic, requests, {
      detector: this.name,
      kind: httpFlood,
      severity: severityOf(count, { medium: minimum, high: minimum * 10 }),
      score: growthScore(count, minimum),
      confidence: 0.75,
      targetPort: port,
      targetGroup: target,
      firstUs: periodFirstUs,
      title:
        `${hosts.text(host)} sent ${count} requests to ${target} in ${seconds.toFixed(1)} s ` +
        `(usual: below ${minimum} in 10 s)`,
      reasons: [
        countReason('requests', count, { typical: minimum - 1, unit: 'in 10 s' }),
        countReason('targets', targets.count, { typical: 10, unit: 'targets' }),
      ],
    })
  }
}

const questionMark = 63

import { HttpKind } from '../../decode/http.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { Majority } from '../../memory/majority.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit, quantity, seconds, share } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 512 clients and servers at up to 8 kB are 4 MB. */
export const clientCountMax = 512
const questionMark = 63

/** What one client asked one server in the current period. */
class Requests extends PeriodTracker {
  count = 0
  /** Hashes of paths, and of whole targets. */
  page = new Majority()
  targets = new DistinctCounter()

  protected startPeriod(): void {
    this.count = 0
    this.page = new Majority()
    this.targets = new DistinctCounter()
  }
}

export const httpFlood = defineDetector({
  name: 'http_flood',
  family: 'behaviour',
  about:
    'More requests of one client than a person or a page makes, or one page again and again with ' +
    'different queries, which pass caches.',
  kinds: [
    {
      id: 'http_flood',
      title:
        '{source} sent {requests} to {target}:{target_port} in {span} ' +
        '(threshold: {limit} in {period})',
      technique: techniques['T1499.002'],
      recommend:
        'Limit the requests of one client at the web server or before it, and block the source. If ' +
        'it is a load test or a proxy of your own, add the source to http_flood.allow.',
    },
  ],
  options: {
    requestCountMin: limit(1_000, {
      about:
        'Requests of one client to one server within a period; the busiest pages take hundreds',
      unit: 'requests',
    }),
    variedCountMin: limit(150, {
      about: 'The same where nearly all ask for one page, each time with another query',
      unit: 'requests',
      source: 'HULK, GoldenEye',
    }),
    pageLeadMin: share(0.8, {
      about: 'Lead of that page over all others, as a share of the requests',
    }),
    periodSeconds: seconds(10, { about: 'Traffic time over which they count', min: 1 }),
    highFactor: quantity(10, {
      about: 'How many times its minimum makes a flood of high severity',
      unit: 'times',
      min: 1,
      max: 1_000,
    }),
    forgetAfterSeconds: forgetAfter('a client and server are', 300),
    allow: allowSources('Clients that may send that many: load tests and proxies'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts } = traffic
    const { requestCountMin, variedCountMin, pageLeadMin } = settings
    const { periodSeconds, forgetAfterSeconds, highFactor } = settings
    const judgedCountMin = Math.min(requestCountMin, variedCountMin)
    const bounds = { traffic, countMax: clientCountMax, forgetAfterSeconds }
    const clients = new TrackerTable({ ...bounds, tracker: Requests })

    function judge(requests: Requests): void {
      const { count, page, targets } = requests
      if (count < judgedCountMin) return
      // A program that polls sends the same query, or few, however often.
      const isVaried = page.leadsBy(pageLeadMin) && targets.count >= count * pageLeadMin
      const minimum = isVaried ? variedCountMin : requestCountMin
      if (requests.hasDoubled(count, minimum)) report(requests, minimum)
    }

    function report(requests: Requests, minimum: number): void {
      const { count, targets } = requests
      reporter.emit({
        restate: () => report(requests, minimum),
        ...aboutService(traffic, requests),
        kind: 'http_flood',
        severity: severityOf(requests.perPeriod(count), {
          medium: minimum,
          high: minimum * highFactor,
        }),
        score: growthScore(count, minimum),
        confidence: 0.75,
        values: {
          requests: counted(count, 'request'),
          span: durationText(requests.seconds),
          limit: minimum,
          period: durationText(periodSeconds),
        },
        reasons: [
          countReason('requests', count, { typical: minimum - 1, unit: 'requests' }),
          countReason('targets', targets.count, { typical: 10, unit: 'targets' }),
        ],
      })
    }

    return {
      onHttp() {
        const { http, flow, packet, timeUs, byteSeed } = traffic
        if (http.kind !== HttpKind.request) return
        // A program and its server on one machine: a test under load, as a rule.
        if (scopeOf(hosts, flows.responder(flow)) === AddressScope.loopback) return
        const requests = clients.open(serviceKey(traffic, flow))
        requests.advance(timeUs, periodSeconds)
        requests.count++
        const start = http.targetStart
        const end = start + http.targetLength
        const query = packet.bytes.indexOf(questionMark, start)
        const pathEnd = query === -1 || query > end ? end : query
        requests.page.add(hashBytes(packet.bytes, start, pathEnd, byteSeed))
        requests.targets.add(hashBytes(packet.bytes, start, end, byteSeed))
        requests.evidence.addPacket(traffic)
        judge(requests)
      },
    }
  },
})

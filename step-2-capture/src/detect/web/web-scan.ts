import { HttpKind } from '../../decode/http.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, levels, limit, seconds, share } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 clients and servers at up to 8 kB are 8 MB. */
export const visitorCountMax = 1_024
const forgetAfterSeconds = 600

/** Not found, forbidden, bad request, method not allowed. */
const missingStatus = new Set([404, 403, 400, 405])

/** One client at one server. */
class Visitor extends PeriodTracker {
  answerCount = 0
  missingCount = 0
  targets = new DistinctCounter()

  protected startPeriod(): void {
    this.answerCount = 0
    this.missingCount = 0
    this.targets = new DistinctCounter()
  }
}

export const webScan = defineDetector({
  name: 'web_scan',
  family: 'behaviour',
  about:
    'A client that asks a web server for many pages that it does not have or give; crawlers, whose ' +
    'links are mostly alive, and pollers of one page are left alone.',
  kinds: [
    {
      id: 'web_scan',
      title:
        '{source} asked {service} for {pages} that it does not have or give in {span} ' +
        '(threshold: {limit})',
      technique: techniques['T1595.002'],
      recommend:
        'Block the source if no test was announced, and look at the requests that were answered ' +
        'with status 200: they are what the scanner found.',
    },
  ],
  options: {
    missingCountMin: limit(20, {
      about: 'Pages that one client asked one server for and did not get',
      unit: 'answers',
    }),
    missingShareMin: share(0.5, {
      about: 'Share of the answers that say so: some links of a crawler are dead, but not most',
    }),
    targetCountMin: limit(10, {
      about: 'Different targets among the requests: a poller asks for one again and again',
      unit: 'targets',
    }),
    periodSeconds: seconds(60, {
      about: 'Traffic time over which they are counted',
      min: 1,
      max: forgetAfterSeconds,
    }),
    levels: levels({ medium: 20, high: 500 }, { unit: 'answers' }),
    allow: allowSources('Crawlers and scanners of your own'),
  },
  watch(traffic, settings, reporter) {
    const { http } = traffic
    const { missingCountMin, missingShareMin, targetCountMin, periodSeconds } = settings
    const bounds = { traffic, countMax: visitorCountMax, forgetAfterSeconds }
    const visitors = new TrackerTable({ ...bounds, tracker: Visitor })

    function judge(visitor: Visitor): void {
      const { missingCount, answerCount, targets } = visitor
      if (missingCount < answerCount * missingShareMin || targets.count < targetCountMin) return
      if (visitor.hasDoubled(missingCount, missingCountMin)) report(visitor)
    }

    function report(visitor: Visitor): void {
      const { missingCount, answerCount, targets } = visitor
      const stated = aboutService(traffic, visitor)
      reporter.emit({
        restate: () => report(visitor),
        ...stated,
        kind: 'web_scan',
        severity: severityOf(visitor.perPeriod(missingCount), settings.levels),
        score: growthScore(missingCount, missingCountMin),
        confidence: 0.8,
        values: {
          service: stated.targetGroup,
          pages: counted(missingCount, 'page'),
          span: durationText(visitor.seconds),
          limit: missingCountMin,
        },
        reasons: [
          countReason('missing_pages', missingCount, {
            typical: missingCountMin - 1,
            unit: 'answers',
          }),
          countReason('missing_share', missingCount / answerCount, { typical: 0.05, unit: '' }),
          countReason('targets', targets.count, { typical: 10, unit: 'targets' }),
        ],
      })
    }

    return {
      onHttp() {
        const { flow, timeUs, packet } = traffic
        const visitor = visitors.open(serviceKey(traffic, flow))
        visitor.advance(timeUs, periodSeconds)
        if (http.kind === HttpKind.request) {
          const start = http.targetStart
          const end = start + http.targetLength
          visitor.targets.add(hashBytes(packet.bytes, start, end, traffic.byteSeed))
          return
        }
        visitor.answerCount++
        if (!missingStatus.has(http.status)) return
        visitor.missingCount++
        visitor.evidence.addPacket(traffic)
        judge(visitor)
      },
    }
  },
})

import { HttpKind } from '../../decode/http.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface WebScanOptions {
  /** Pages that one client asked one server for and did not get, within a minute. */
  readonly missingCountMin?: number
  /** Share of the answers that say so; of a crawler's links some are dead, but not most. */
  readonly missingShareMin?: number
}

const defaults: Required<WebScanOptions> = { missingCountMin: 20, missingShareMin: 0.5 }

/** 1,024 clients and servers at up to 8 kB are 8 MB. */
const groupCountMax = 1_024
const periodUs = 60_000_000
const forgetAfterSeconds = 600

const webScan: DetectionKind = {
  kind: 'web_scan',
  technique: techniques['T1595.002'],
  recommendation:
    'Block the source if no test was announced, and look at the requests that were answered with ' +
    'status 200: they are what the scanner found.',
}

/** One client asking a web server for many pages that it does not have. */
export function createWebScan(options: WebScanOptions = {}) {
  return (traffic: Traffic): TrafficObserver => new WebScan(traffic, { ...defaults, ...options })
}

class Visitor extends Tracker {
  periodFirstUs = this.firstUs
  answerCount = 0
  missingCount = 0
  targets = new DistinctCounter()
}

class WebScan implements TrafficObserver {
  readonly name = 'web_scan'
  readonly #traffic: Traffic
  readonly #options: Required<WebScanOptions>
  readonly #visitors: TrackerTable<Visitor>

  constructor(traffic: Traffic, options: Required<WebScanOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#visitors = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Visitor,
    })
  }

  onHttp(): void {
    const { http, flow, flows, timeUs, packet } = this.#traffic
    const visitor = this.#visitors.open({
      host: flows.originator(flow),
      peer: flows.responder(flow),
      part: flows.responderPort(flow),
    })
    if (timeUs - visitor.periodFirstUs > periodUs) {
      visitor.periodFirstUs = timeUs
      visitor.answerCount = 0
      visitor.missingCount = 0
      visitor.targets = new DistinctCounter()
      visitor.evidence.clear()
    }
    if (http.kind === HttpKind.request) {
      const start = http.targetStart
      visitor.targets.add(hashBytes(packet.bytes, start, start + http.targetLength))
      return
    }
    visitor.answerCount++
    if (!isMissing(http.status)) return
    visitor.missingCount++
    visitor.evidence.addPacket(this.#traffic)
    this.#judge(visitor)
  }

  #judge(visitor: Visitor): void {
    const { hosts, timeUs } = this.#traffic
    const { missingCountMin: minimum, missingShareMin } = this.#options
    const { host, peer, part: port, missingCount, answerCount, targets, periodFirstUs } = visitor
    if (missingCount < answerCount * missingShareMin) return
    // A poller that asks for the same missing page again is broken, not curious.
    if (targets.count < minimum / 2 || !visitor.hasDoubled(missingCount, minimum)) return
    const target = `${hosts.text(peer)}:${port}`
    reportGroup(this.#traffic, visitor, {
      detector: this.name,
      kind: webScan,
      severity: severityOf(missingCount, { medium: minimum, high: minimum * 25 }),
      score: growthScore(missingCount, minimum),
      confidence: 0.8,
      targetPort: port,
      targetGroup: target,
      firstUs: periodFirstUs,
      title:
        `${hosts.text(host)} asked ${target} for ${missingCount} pages that it does not have or ` +
        `give in ${durationText((timeUs - periodFirstUs) / 1e6)} (usual: below ${minimum})`,
      reasons: [
        countReason('missing_pages', missingCount, { typical: minimum - 1, unit: 'answers' }),
        countReason('missing_share', missingCount / answerCount, { typical: 0.05, unit: '' }),
        countReason('targets', targets.count, { typical: 10, unit: 'targets' }),
      ],
    })
  }
}

/** Not found, forbidden, bad request, method not allowed. */
function isMissing(status: number): boolean {
  return status === 404 || status === 403 || status === 400 || status === 405
}

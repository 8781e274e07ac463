import { IpProtocol } from '../../decode/frame.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { growthScore, type SeverityLevels, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { FloodSources } from './flood-sources.ts'

export interface SynFloodOptions {
  /** Handshakes with one service that were not completed, within `periodSeconds`; ntopng: 256. */
  readonly failedCountMin?: number
  readonly periodSeconds?: number
  /** Share of all handshakes that must fail; busy services that are well fail below 1 %. */
  readonly failedShareMin?: number
  /** A source is accused by name when it leads all others by this share of the attempts. */
  readonly sourceLeadMin?: number
  readonly levels?: SeverityLevels
}

const defaults: Required<SynFloodOptions> = {
  failedCountMin: 200,
  periodSeconds: 10,
  failedShareMin: 0.5,
  sourceLeadMin: 0.2,
  levels: { medium: 200, high: 1_000, critical: 10_000 },
}

/** 2,048 services at up to 8 kB are 16 MB. */
const groupCountMax = 2_048

const synFlood: DetectionKind = {
  kind: 'syn_flood',
  technique: techniques['T1499.001'],
  recommendation:
    'Turn on SYN cookies on the target, and drop the source at the nearest router. Where the ' +
    'addresses are forged, follow the MAC address to the port that it enters by.',
}

/** Connections to one service that are opened and left unfinished, faster than any client does. */
export function createSynFlood(options: SynFloodOptions = {}) {
  return (traffic: Traffic): TrafficObserver => new SynFlood(traffic, options)
}

/** A service (host and port), and what reached it in the current period. */
class Service extends PeriodTracker {
  failedCount = 0
  completedCount = 0
  sources = new FloodSources()

  protected startPeriod(): void {
    this.failedCount = 0
    this.completedCount = 0
    this.sources = new FloodSources()
  }
}

class SynFlood implements TrafficObserver {
  readonly name = 'syn_flood'
  readonly protocols = [IpProtocol.tcp]
  readonly #traffic: Traffic
  readonly #options: Required<SynFloodOptions>
  readonly #services: TrackerTable<Service>

  constructor(traffic: Traffic, options: SynFloodOptions) {
    this.#traffic = traffic
    this.#options = { ...defaults, ...options }
    this.#services = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds: this.#options.periodSeconds * 6,
      tracker: Service,
    })
  }

  onFlowAnswered(flow: FlowId): void {
    const service = this.#services.find(this.#key(flow))
    if (service) service.completedCount++
  }

  onFlowFailed(flow: FlowId): void {
    const { periodSeconds, failedCountMin, failedShareMin } = this.#options
    const service = this.#services.open(this.#key(flow))
    service.advance(this.#traffic.timeUs, periodSeconds)
    const source = this.#traffic.flows.originator(flow)
    service.failedCount++
    service.sources.add(this.#traffic, flow, source)
    service.evidence.addFlow(this.#traffic, flow)
    const { failedCount, completedCount } = service
    if (failedCount < (failedCount + completedCount) * failedShareMin) return
    if (service.hasDoubled(failedCount, failedCountMin)) this.#report(service)
  }

  #key(flow: FlowId) {
    const { flows } = this.#traffic
    return {
      host: flows.responder(flow),
      part: flows.responderPort(flow),
    }
  }

  #report(service: Service): void {
    const { hosts, timeUs } = this.#traffic
    const { failedCountMin, sourceLeadMin, periodSeconds, levels } = this.#options
    const { failedCount, completedCount, sources } = service
    const { accused, text: from } = sources.origin(this.#traffic, sourceLeadMin)
    const target = `${hosts.text(service.host)}:${service.part}`
    const seconds = Math.max((timeUs - service.firstUs) / 1e6, 0.1)
    this.#traffic.emit({
      detector: this.name,
      kind: synFlood,
      severity: severityOf(failedCount, levels),
      score: growthScore(failedCount, failedCountMin),
      confidence: 0.9,
      source: accused,
      target: service.host,
      targetPort: service.part,
      targetGroup: target,
      firstUs: service.firstUs,
      title:
        `${target} got ${failedCount} handshakes in ${seconds.toFixed(1)} s that were never ` +
        `completed, from ${from} (usual: below ${failedCountMin} in ${periodSeconds} s)`,
      reasons: [
        {
          feature: 'unfinished_handshakes',
          actual: failedCount,
          typical: failedCountMin - 1,
          unit: 'handshakes',
        },
        {
          feature: 'unfinished_share',
          actual: failedCount / (failedCount + completedCount),
          typical: 0.01,
          unit: '',
        },
        { feature: 'sources', actual: sources.count, typical: 1, unit: 'hosts' },
      ],
      evidence: service.evidence.toReferences(),
    })
  }
}

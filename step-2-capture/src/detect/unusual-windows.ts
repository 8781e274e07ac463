import { type HostWindow, hostFeatures } from '../features/host-window.ts'
import { severityOf } from './behaviour/growth.ts'
import type { Reason } from './detection.ts'
import type { DetectionKind } from './detection-draft.ts'
import type { Traffic } from './traffic.ts'
import type { TrafficDetector, TrafficDetectorFactory } from './traffic-detector.ts'
import { type WindowModel, windowFeatures, windowRow } from './window-model.ts'

/** One strange window happens; a host that stays strange is worth a look. */
const windowCountMin = 2
/** A window stranger than the threshold by that factor, far beyond all of training, counts twice. */
const extremeFactor = 25
/** Strange windows further apart than that do not belong together. */
const forgetAfterUs = 300_000_000
const levels = { low: windowCountMin, medium: 8 }
/** A person looks at five. */
const reasonCountMax = 5

const unusual: DetectionKind = {
  kind: 'unusual_host_behaviour',
  technique: null,
  recommendation:
    'Compare what the host did with what it usually does: the reasons name the numbers that ' +
    'differ most. If it is new and wanted, train the model again with it.',
}

interface StrangeHost {
  windowCount: number
  /** Windows, the extreme ones twice. */
  weight: number
  /** The weight at which it is reported next. */
  reportAt: number
  firstUs: number
  lastUs: number
}

/** Hosts whose windows a learned model finds strange, several of them close together. */
export function createUnusualWindows(model: WindowModel): TrafficDetectorFactory {
  return (traffic) => new UnusualWindows(traffic, model)
}

class UnusualWindows implements TrafficDetector {
  readonly name = 'window_model'
  readonly #traffic: Traffic
  readonly #model: WindowModel
  /** At most one a host of the host table, at 100 B: 14 MB. */
  readonly #hosts = new Map<number, StrangeHost>()

  constructor(traffic: Traffic, model: WindowModel) {
    this.#traffic = traffic
    this.#model = model
  }

  onWindow(window: HostWindow): void {
    const { score, raw_score, is_anomaly } = this.#model.score(window.row)
    if (!is_anomaly) return
    const { hosts } = this.#traffic
    const { state, id } = this.#model.model
    const isExtreme = 1 - score < (1 - state.threshold) / extremeFactor
    const strange = this.#count(window, isExtreme ? 2 : 1)
    if (strange.weight < strange.reportAt) return
    while (strange.reportAt <= strange.weight) strange.reportAt *= 2
    const { windowCount, weight } = strange
    const reasons = this.#reasons(window.row)
    this.#traffic.emit({
      detector: this.name,
      kind: unusual,
      severity: severityOf(weight, levels),
      score,
      confidence: Math.min(0.9, 0.5 + 0.05 * weight),
      source: window.host,
      target: null,
      firstUs: strange.firstUs,
      title: `${hosts.text(window.host)} behaved unusually in ${windowCount === 1 ? 'a window' : `${windowCount} windows`} of 10 s: ${this.#summary(window.row, reasons)}`,
      reasons,
      evidence: [],
      model: { rawScore: raw_score, threshold: state.threshold, version: id },
    })
  }

  onHostEvict(host: number): void {
    this.#hosts.delete(host)
  }

  #count({ host, startUs }: HostWindow, weight: number): StrangeHost {
    const known = this.#hosts.get(host)
    if (known && startUs - known.lastUs <= forgetAfterUs) {
      known.windowCount++
      known.weight += weight
      known.lastUs = startUs
      return known
    }
    const reportAt = windowCountMin
    const strange = { windowCount: 1, weight, reportAt, firstUs: startUs, lastUs: startUs }
    this.#hosts.set(host, strange)
    return strange
  }

  /** The features that speak loudest for strange, each beside the mean of the training windows. */
  #reasons(row: ArrayLike<number>): Reason[] {
    const contributions = Array.from(this.#model.explain(row)?.contributions ?? [])
    const total = contributions.reduce((sum, share) => sum + Math.max(0, share), 0)
    return contributions
      .map((contribution, index) => ({ contribution, index }))
      .filter(({ contribution }) => contribution > 0)
      .sort((a, b) => b.contribution - a.contribution)
      .slice(0, reasonCountMax)
      .map(({ contribution, index }) => {
        const { name, unit } = hostFeatures[index] as (typeof hostFeatures)[number]
        return {
          feature: name,
          actual: rounded(row[index] as number),
          typical: rounded(this.#typical(index)),
          unit,
          contribution: rounded(contribution / total),
        }
      })
  }

  /** Of the loudest reasons the one furthest from its mean: what people understand at once. */
  #summary(row: ArrayLike<number>, reasons: readonly Reason[]): string {
    const { mean, deviation } = this.#model.model.state.scaler
    const scaled = windowRow(row)
    const distance = ({ feature }: Reason) => {
      const index = windowFeatures.indexOf(feature)
      const difference = (scaled[index] as number) - (mean[index] as number)
      return Math.abs(difference / (deviation[index] as number))
    }
    const [first] = reasons.toSorted((a, b) => distance(b) - distance(a))
    if (!first) return 'no single number stands out'
    return `${first.feature} ${first.actual} (usual: ${first.typical})`
  }

  #typical(index: number): number {
    const mean = this.#model.model.state.scaler.mean[index] as number
    return hostFeatures[index]?.isHeavyTailed ? Math.expm1(mean) : mean
  }
}

/** Three digits behind the point tell people enough. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

import { type HostWindow, hostFeatures } from '../../features/host-window.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Reason, Severity } from '../seam/detection.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Detector } from '../seam/detector.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import { legacyDetector } from '../seam/legacy-detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { membersAgree } from './model-votes.ts'
import { NetworkMatch } from './network-match.ts'
import { RecentFlows } from './recent-flows.ts'
import type { WindowModel, WindowScore } from './window-model.ts'

/** A window that ordinary traffic gives so many times more seldom than the last is news. */
const clearlyStrangerFactor = 1_000
/** Chances below that are all the same to people. */
const chanceMin = 1e-30
/** Strange windows further apart than that do not belong together. */
const forgetAfterUs = 300_000_000
/** From that many strange windows on a host is worth an interruption, if the models are sure. */
const mediumWindowCountMin = 2
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
  /** The count at which it is reported next. */
  reportAt: number
  /** The smallest chance that was reported. */
  chance: number
  firstUs: number
  lastUs: number
}

/**
 * Hosts whose windows a learned model finds strange: at the first such window, on each doubling of
 * their number, and when one is clearly stranger than before. A model raises nothing above
 * low unless its members agree, only info where many hosts look strange to it, which is then a
 * model of another network, and nothing above low as long as it is the default model.
 */
export function createUnusualWindows(model: WindowModel): Detector {
  return legacyDetector('window_model', (traffic) => new UnusualWindows(traffic, model), 'model')
}

class UnusualWindows implements TrafficObserver {
  readonly name = 'window_model'
  readonly #traffic: Traffic
  readonly #model: WindowModel
  readonly #recent: RecentFlows
  readonly #match = new NetworkMatch()
  /** At most one a host of the host table, at 100 B: 14 MB. */
  readonly #hosts = new Map<number, StrangeHost>()

  constructor(traffic: Traffic, model: WindowModel) {
    this.#traffic = traffic
    this.#model = model
    this.#recent = new RecentFlows(traffic)
  }

  onFlowStart(flow: FlowId): void {
    this.#recent.note(flow)
  }

  onWindow(window: HostWindow): void {
    const score = this.#model.score(window.row)
    this.#match.count(window.host, score.is_anomaly)
    if (!score.is_anomaly) return
    const strange = this.#count(window)
    const chance = Math.max(score.chance, chanceMin)
    const isStranger = chance * clearlyStrangerFactor <= strange.chance
    if (strange.windowCount < strange.reportAt && !isStranger) return
    while (strange.reportAt <= strange.windowCount) strange.reportAt *= 2
    strange.chance = Math.min(strange.chance, chance)
    this.#report(window, score, strange)
  }

  onHostEvict(host: HostId): void {
    this.#hosts.delete(host)
    this.#match.forget(host)
    this.#recent.forget(host)
  }

  #count({ host, startUs }: HostWindow): StrangeHost {
    const known = this.#hosts.get(host)
    if (known && startUs - known.lastUs <= forgetAfterUs) {
      known.windowCount++
      known.lastUs = startUs
      return known
    }
    const strange = { windowCount: 1, reportAt: 1, chance: 1, firstUs: startUs, lastUs: startUs }
    this.#hosts.set(host, strange)
    return strange
  }

  #report(window: HostWindow, score: WindowScore, { windowCount, firstUs }: StrangeHost): void {
    const { row, host, startUs, endUs } = window
    const seconds = Math.round((endUs - startUs) / 1e6)
    const windows = windowCount === 1 ? 'a window' : `${windowCount} windows`
    const explanation = this.#model.explain(row)
    const votes = explanation?.votes ?? []
    const reasons = this.#reasons(row, Array.from(explanation?.contributions ?? []))
    const isSure = membersAgree(votes, this.#model.model.state.items)
    const severity = this.#severity(isSure && windowCount >= mediumWindowCountMin)
    this.#traffic.emit({
      detector: this.name,
      kind: unusual,
      severity,
      score: score.score,
      confidence: severity === 'info' ? 0.1 : isSure ? 0.7 : 0.4,
      source: host,
      target: null,
      firstUs,
      title: `${this.#traffic.hosts.text(host)} behaved unusually in ${windows} of ${seconds} s: ${summary(reasons)}`,
      reasons: [...reasons, ...votes.map(voteReason(this.#model.threshold))],
      evidence: this.#recent.referencesOf(host, startUs),
      model: {
        rawScore: score.raw_score,
        threshold: this.#model.threshold,
        version: this.#model.version,
      },
    })
  }

  #severity(isSure: boolean): Severity {
    const { verdict } = this.#match
    if (verdict === 'differs') return 'info'
    return isSure && verdict === 'matches' && !this.#model.isDefault ? 'medium' : 'low'
  }

  /** The features that speak loudest for strange, each beside the median of the training windows. */
  #reasons(row: ArrayLike<number>, contributions: readonly number[]): Reason[] {
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
          typical: rounded(this.#model.typical[index] as number),
          unit,
          contribution: rounded(contribution / total),
        }
      })
  }
}

/** The loudest reason whose number differs from the usual one: what people understand at once. */
function summary(reasons: readonly Reason[]): string {
  const told = reasons.find(({ actual, typical }) => actual !== typical) ?? reasons[0]
  if (!told) return 'no single number stands out'
  const unit = told.unit === '' ? '' : ` ${told.unit}`
  return `${told.feature} is ${told.actual}${unit}, usually ${told.typical}`
}

/** What a member of an ensemble says, beside the score from which a window is strange. */
function voteReason(threshold: number) {
  return ({ algorithm, score }: { algorithm: string; score: number }): Reason => ({
    feature: `vote of ${algorithm}`,
    actual: Math.round(score * 1e6) / 1e6,
    typical: Math.round(threshold * 1e6) / 1e6,
    unit: '',
  })
}

/** Three digits behind the point tell people enough. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

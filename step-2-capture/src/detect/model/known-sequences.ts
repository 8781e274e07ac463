import { type HostWindow, hostFeatures } from '../../features/host-window.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Reason, Severity } from '../seam/detection.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Detector } from '../seam/detector.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import { legacyDetector } from '../seam/legacy-detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { NetworkMatch } from './network-match.ts'
import { RecentFlows } from './recent-flows.ts'
import { RecentWindows } from './recent-windows.ts'
import type { SequenceModel, SequenceScore } from './sequence-model.ts'

/** One window alone may be chance; the third with the same name is worth an interruption. */
const mediumWindowCountMin = 3
/** A person looks at five. */
const reasonCountMax = 5

const resembles: DetectionKind = {
  kind: 'attack_like_sequence',
  technique: null,
  recommendation:
    'The name is that of the attack in training which the last windows of the host resemble most. ' +
    'Look at its flows; if they are wanted, train the model again with this traffic as ordinary.',
}

interface Suspect {
  readonly attack: string
  readonly firstUs: number
  windowCount: number
  reportAt: number
}

/**
 * Hosts whose last windows look like an attack that the model was taught: at the first such window,
 * and on each doubling of their number under one name. Like a model of single windows it only
 * informs where it finds many hosts at once, for then it is a model of another network.
 */
export function createKnownSequences(model: SequenceModel): Detector {
  return legacyDetector('sequence_model', (traffic) => new KnownSequences(traffic, model), 'model')
}

class KnownSequences implements TrafficObserver {
  readonly name = 'sequence_model'
  readonly #traffic: Traffic
  readonly #model: SequenceModel
  readonly #recent: RecentFlows
  readonly #windows = new RecentWindows()
  readonly #match = new NetworkMatch()
  /** At most one a host of the host table, at 100 B: 14 MB. */
  readonly #suspects = new Map<number, Suspect>()

  constructor(traffic: Traffic, model: SequenceModel) {
    this.#traffic = traffic
    this.#model = model
    this.#recent = new RecentFlows(traffic)
  }

  onFlowStart(flow: FlowId): void {
    this.#recent.note(flow)
  }

  onWindow(window: HostWindow): void {
    const rows = this.#windows.add(window)
    const score = this.#model.judge(rows)
    this.#match.count(window.host, score.is_alarm)
    if (!score.is_alarm || score.attack_type === null) {
      this.#suspects.delete(window.host)
      return
    }
    const suspect = this.#count(window, score.attack_type)
    if (suspect.windowCount < suspect.reportAt) return
    suspect.reportAt = 2 * suspect.windowCount
    this.#report({ window, rows, score, suspect })
  }

  onHostEvict(host: HostId): void {
    this.#suspects.delete(host)
    this.#windows.forget(host)
    this.#match.forget(host)
    this.#recent.forget(host)
  }

  #count({ host, startUs }: HostWindow, attack: string): Suspect {
    const known = this.#suspects.get(host)
    if (known?.attack === attack) {
      known.windowCount++
      return known
    }
    const suspect = { attack, firstUs: startUs, windowCount: 1, reportAt: 1 }
    this.#suspects.set(host, suspect)
    return suspect
  }

  #report({ window, rows, score, suspect }: Finding): void {
    const { host, startUs, endUs } = window
    const { attack, windowCount, firstUs } = suspect
    const seconds = Math.round((endUs - startUs) / 1e6)
    const windows = windowCount === 1 ? 'a window' : `${windowCount} windows`
    const reasons = this.#reasons(rows)
    const severity = this.#severity(windowCount)
    this.#traffic.emit({
      detector: this.name,
      kind: resembles,
      severity,
      score: score.score,
      confidence: severity === 'info' ? 0.1 : score.confidence,
      source: host,
      target: null,
      targetGroup: attack,
      firstUs,
      title: `${this.#traffic.hosts.text(host)} behaved as in ${attack.replaceAll('_', ' ')} for ${windows} of ${seconds} s${summary(reasons)}`,
      reasons,
      evidence: this.#recent.referencesOf(host, startUs),
      model: {
        rawScore: score.raw_score,
        threshold: this.#model.threshold,
        version: this.#model.version,
      },
    })
  }

  #severity(windowCount: number): Severity {
    const { verdict } = this.#match
    if (verdict === 'differs') return 'info'
    return verdict === 'matches' && windowCount >= mediumWindowCountMin ? 'medium' : 'low'
  }

  /** The features that speak loudest for the attack, in the newest window, beside the usual. */
  #reasons(rows: Finding['rows']): Reason[] {
    const contributions = Array.from(this.#model.explain(rows).contributions)
    const total = contributions.reduce((sum, part) => sum + Math.max(0, part), 0)
    const newest = rows.at(-1) ?? []
    return contributions
      .map((contribution, index) => ({ contribution, index }))
      .filter(({ contribution }) => contribution > 0)
      .sort((a, b) => b.contribution - a.contribution)
      .slice(0, reasonCountMax)
      .map(({ contribution, index }) => {
        const { name, unit } = hostFeatures[index] as (typeof hostFeatures)[number]
        return {
          feature: name,
          actual: measured(newest[index] as number, index),
          typical: measured(this.#model.typical[index] as number, index),
          unit,
          contribution: rounded(contribution / total),
        }
      })
  }
}

interface Finding {
  readonly window: HostWindow
  readonly rows: readonly (readonly number[])[]
  readonly score: SequenceScore
  readonly suspect: Suspect
}

/** The loudest reason whose number differs from the usual one. */
function summary(reasons: readonly Reason[]): string {
  const told = reasons.find(({ actual, typical }) => actual !== typical)
  if (!told) return ''
  const unit = told.unit === '' ? '' : ` ${told.unit}`
  return `: ${told.feature} is ${told.actual}${unit}, usually ${told.typical}`
}

/** A number of a window as it was measured, before `windowRow` took its logarithm. */
function measured(value: number, index: number): number {
  return rounded(hostFeatures[index]?.isHeavyTailed ? Math.expm1(value) : value)
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

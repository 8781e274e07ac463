import type { Explanation } from 'step-1-skeleton'
import { type HostWindow, hostFeatures } from '../../features/host-window.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { AddressList } from '../seam/address-list.ts'
import type { Severity } from '../seam/detection.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { addresses, limit, quantity, type SettingsOf, seconds } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { counted } from '../track/counted.ts'
import { durationText } from '../track/severity-scale.ts'
import { falseAlarmsPerHour, ordinaryWindowsPerHour } from './false-alarms.ts'
import { hostSentence } from './host-sentence.ts'
import type { ModelScore } from './model-bundle.ts'
import { defineModelDetector } from './model-detector.ts'
import { featureReasons, voteReasons } from './model-reasons.ts'
import { membersAgree } from './model-votes.ts'
import { matchOptions, NetworkMatch } from './network-match.ts'
import { RecentFlows } from './recent-flows.ts'
import type { WindowModel } from './window-model.ts'

/** Models do not tell chances below this apart. */
const chanceMin = 1e-30

const kinds = [
  {
    id: 'unusual_host_behaviour',
    title: '{source} {behaviour} in {span}; {training} ({windows})',
    technique: null,
    recommend:
      'Compare the numbers in the reasons with those that are typical of training. If the ' +
      'behaviour is new and wanted, train the model again with it.',
  },
] as const

const options = {
  falseAlarmsPerHour: falseAlarmsPerHour(0.1, {
    about: 'False alarms an hour, of a network with ten hosts, that may be reported',
    source: 'one in ten hours',
  }),
  rarerFactor: quantity(1_000, {
    about: 'A window that is so much less likely than the last reported one is reported as well',
    unit: 'times',
    min: 1,
  }),
  forgetAfterSeconds: seconds(300, { about: 'Unusual windows further apart are counted anew' }),
  mediumWindowCountMin: limit(2, {
    about: 'Unusual windows of a host for medium severity, where the members of the model agree',
    unit: 'windows',
  }),
  sureRowCountMax: quantity(0.25, {
    about:
      'Training rows that may score as high where a member is sure: the most unusual one counts ' +
      'half, and half of that at twice its distance',
    unit: 'rows',
    max: 1_000,
  }),
  ...matchOptions,
  allow: addresses({ about: 'Hosts whose behaviour is known to be unusual' }),
}

/**
 * Reports the first unusual window of a host, each doubling of their number, and a window that is
 * clearly rarer than those before. Severity is at most low unless the members of the model agree,
 * and info where many hosts are unusual at once: then the model is of another network. The default
 * model, which knows no network, never gives more than low.
 */
export const unusualWindows = defineModelDetector({
  name: 'window_model',
  about: 'A host whose window of ten seconds is unlike all that the model was trained on.',
  kinds,
  options,
  watch: (traffic, settings, reporter, model: WindowModel) =>
    new UnusualWindows({ traffic, settings, reporter, model }),
})

interface Parts {
  readonly traffic: Traffic
  readonly settings: SettingsOf<typeof options>
  readonly reporter: Reporter<(typeof kinds)[number]>
  readonly model: WindowModel
}

interface UnusualHost {
  windowCount: number
  /** The count at which it is reported next. */
  reportAt: number
  /** The smallest chance that was reported. */
  chance: number
  firstUs: number
  lastUs: number
}

class UnusualWindows implements TrafficObserver {
  readonly #parts: Parts
  readonly #alarmChance: number
  readonly #recent: RecentFlows
  readonly #match: NetworkMatch
  readonly #allowed: AddressList
  /** At most one a host of the host table, at 100 B: 14 MB. */
  readonly #hosts = new Map<number, UnusualHost>()

  constructor(parts: Parts) {
    const { traffic, settings } = parts
    this.#parts = parts
    this.#alarmChance = settings.falseAlarmsPerHour / ordinaryWindowsPerHour
    this.#recent = new RecentFlows(traffic)
    this.#match = new NetworkMatch(settings)
    this.#allowed = new AddressList(settings.allow)
  }

  onFlowStart(flow: FlowId): void {
    this.#recent.note(flow)
  }

  onWindow(window: HostWindow): void {
    const { traffic, settings, model } = this.#parts
    const score = model.score(window.row)
    const isUnusual =
      score.chance < this.#alarmChance && !this.#allowed.has(traffic.hosts.text(window.host))
    this.#match.count(window.host, isUnusual)
    if (!isUnusual) return
    const unusual = this.#count(window)
    const chance = Math.max(score.chance, chanceMin)
    const isRarer = chance * settings.rarerFactor <= unusual.chance
    if (unusual.windowCount < unusual.reportAt && !isRarer) return
    while (unusual.reportAt <= unusual.windowCount) unusual.reportAt *= 2
    unusual.chance = Math.min(unusual.chance, chance)
    this.#report(window, score, unusual)
  }

  onHostEvict(host: HostId): void {
    this.#hosts.delete(host)
    this.#match.forget(host)
    this.#recent.forget(host)
  }

  #count({ host, startUs }: HostWindow): UnusualHost {
    const known = this.#hosts.get(host)
    const forgetAfterUs = this.#parts.settings.forgetAfterSeconds * 1e6
    if (known && startUs - known.lastUs <= forgetAfterUs) {
      known.windowCount++
      known.lastUs = startUs
      return known
    }
    const unusual = { windowCount: 1, reportAt: 1, chance: 1, firstUs: startUs, lastUs: startUs }
    this.#hosts.set(host, unusual)
    return unusual
  }

  #report(window: HostWindow, score: ModelScore, { windowCount, firstUs }: UnusualHost): void {
    const { reporter, model } = this.#parts
    const { row, host, startUs, endUs } = window
    const { range, version } = model
    const threshold = 1 - this.#alarmChance
    const explanation = model.explain(row)
    const reasons = featureReasons({ features: hostFeatures, row, range, explanation })
    const isSure = this.#membersAgree(explanation)
    const severity = this.#severity(isSure, windowCount)
    reporter.emit({
      kind: 'unusual_host_behaviour',
      severity,
      score: score.score,
      confidence: severity === 'info' ? 0.1 : isSure ? 0.7 : 0.4,
      source: host,
      target: null,
      firstUs,
      values: {
        ...hostSentence(reasons, range),
        span: durationText((endUs - startUs) / 1e6),
        windows: counted(windowCount, 'unusual window'),
      },
      reasons: [...reasons.map(({ reason }) => reason), ...voteReasons(explanation, threshold)],
      evidence: this.#recent.referencesOf(host, startUs),
      model: { rawScore: score.raw_score, threshold, version },
    })
  }

  #membersAgree(explanation: Explanation | undefined): boolean {
    const { settings, model } = this.#parts
    const chance = settings.sureRowCountMax / model.model.state.items
    return membersAgree(explanation?.votes ?? [], chance)
  }

  #severity(isSure: boolean, windowCount: number): Severity {
    const { settings, model } = this.#parts
    const { verdict } = this.#match
    if (verdict === 'differs') return 'info'
    const isMedium =
      isSure &&
      windowCount >= settings.mediumWindowCountMin &&
      verdict === 'matches' &&
      !model.isDefault
    return isMedium ? 'medium' : 'low'
  }
}

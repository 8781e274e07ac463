import { type HostWindow, hostFeatures } from '../../features/host-window.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { AddressList } from '../seam/address-list.ts'
import type { Severity } from '../seam/detection.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { addresses, limit, type SettingsOf, seconds, share } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { counted } from '../track/counted.ts'
import { durationText } from '../track/severity-scale.ts'
import { falseAlarmsPerHour, ordinaryWindowsPerHour } from './false-alarms.ts'
import { hostSentence } from './host-sentence.ts'
import { defineModelDetector } from './model-detector.ts'
import { featureReasons } from './model-reasons.ts'
import { matchOptions, NetworkMatch } from './network-match.ts'
import { RecentFlows } from './recent-flows.ts'
import { RecentWindows } from './recent-windows.ts'
import type { SequenceModel, SequenceScore } from './sequence-model.ts'

const kinds = [
  {
    id: 'attack_like_sequence',
    title: '{source} behaved as in {attack} for {windows} of {span}: it {behaviour}; {training}',
    technique: null,
    recommend:
      'The name is that of the attack in training which the last windows of the host resemble ' +
      'most. Look at its flows; if they are wanted, train the model again with them as ordinary.',
  },
] as const

/** What the API says of the threshold before anything was judged. */
export const sequenceFalseAlarmsPerHour = 3.6

const options = {
  falseAlarmsPerHour: falseAlarmsPerHour(sequenceFalseAlarmsPerHour, {
    about: 'False alarms an hour, of a network with ten hosts, that may be reported as low',
    source: 'measured: 0.1 finds 6 of 25 recorded attacks, 3.6 finds 22 (docs/models.md)',
  }),
  probabilityMin: share(0.5, {
    about: 'Probability of an attack, by the model, from which a window counts',
    min: 0.5,
  }),
  windowGapSecondsMax: seconds(300, {
    about: 'Windows of a host further apart belong to different sequences',
  }),
  mediumWindowCountMin: limit(3, {
    about: 'Windows in a row with the same name for medium severity',
    unit: 'windows',
  }),
  ...matchOptions,
  allow: addresses({ about: 'Hosts that may behave as an attacker does, such as scanners' }),
}

/**
 * Reports the first window that looks like an attack of the training, and each doubling of their
 * number under one name. As with models of single windows, severity is info where many hosts are
 * reported at once: then the model is of another network.
 */
export const knownSequences = defineModelDetector({
  name: 'sequence_model',
  about: 'A host whose last windows look like an attack that the model was trained on.',
  kinds,
  options,
  watch: (traffic, settings, reporter, model: SequenceModel) =>
    new KnownSequences({ traffic, settings, reporter, model }),
})

interface Parts {
  readonly traffic: Traffic
  readonly settings: SettingsOf<typeof options>
  readonly reporter: Reporter<(typeof kinds)[number]>
  readonly model: SequenceModel
}

interface Suspect {
  readonly attack: string
  readonly firstUs: number
  windowCount: number
  reportAt: number
}

class KnownSequences implements TrafficObserver {
  readonly #parts: Parts
  readonly #alarmChance: number
  readonly #recent: RecentFlows
  readonly #windows: RecentWindows
  readonly #match: NetworkMatch
  readonly #allowed: AddressList
  /** At most one a host of the host table, at 100 B: 14 MB. */
  readonly #suspects = new Map<number, Suspect>()

  constructor(parts: Parts) {
    const { traffic, settings } = parts
    this.#parts = parts
    this.#alarmChance = settings.falseAlarmsPerHour / ordinaryWindowsPerHour
    this.#recent = new RecentFlows(traffic)
    this.#windows = new RecentWindows(settings.windowGapSecondsMax)
    this.#match = new NetworkMatch(settings)
    this.#allowed = new AddressList(settings.allow)
  }

  onFlowStart(flow: FlowId): void {
    this.#recent.note(flow)
  }

  onWindow(window: HostWindow): void {
    const rows = this.#windows.add(window)
    const score = this.#parts.model.judge(rows)
    const attack = this.#attackIn(window.host, score)
    this.#match.count(window.host, attack !== null)
    if (attack === null) {
      this.#suspects.delete(window.host)
      return
    }
    const suspect = this.#count(window, attack)
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

  /** The attack that a host's windows look like; null where they are ordinary enough. */
  #attackIn(host: HostId, { attack_type, confidence, chance }: SequenceScore): string | null {
    const { traffic, settings } = this.#parts
    if (attack_type === null || confidence < settings.probabilityMin) return null
    if (chance >= this.#alarmChance) return null
    return this.#allowed.has(traffic.hosts.text(host)) ? null : attack_type
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
    const { reporter, model } = this.#parts
    const { host, row, startUs, endUs } = window
    const { attack, windowCount, firstUs } = suspect
    const { range, version } = model
    const explanation = model.explain(rows)
    const reasons = featureReasons({ features: hostFeatures, row, range, explanation })
    const severity = this.#severity(windowCount)
    reporter.emit({
      kind: 'attack_like_sequence',
      severity,
      score: score.score,
      confidence: severity === 'info' ? 0.1 : score.confidence,
      source: host,
      target: null,
      targetGroup: attack,
      firstUs,
      values: {
        ...hostSentence(reasons, range),
        attack: attack.replaceAll('_', ' '),
        windows: counted(windowCount, 'window'),
        span: durationText((endUs - startUs) / 1e6),
      },
      reasons: reasons.map(({ reason }) => reason),
      evidence: this.#recent.referencesOf(host, startUs),
      model: { rawScore: score.raw_score, threshold: 1 - this.#alarmChance, version },
    })
  }

  #severity(windowCount: number): Severity {
    const { verdict } = this.#match
    if (verdict === 'differs') return 'info'
    const { mediumWindowCountMin } = this.#parts.settings
    return verdict === 'matches' && windowCount >= mediumWindowCountMin ? 'medium' : 'low'
  }
}

interface Finding {
  readonly window: HostWindow
  readonly rows: readonly Float64Array[]
  readonly score: SequenceScore
  readonly suspect: Suspect
}

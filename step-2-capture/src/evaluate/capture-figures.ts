import { median } from '../features/quantile.ts'
import type { AttackVerdict, BenignVerdict } from './judge-run.ts'

/** The figures that are held: counts and rates over all captures. */
export interface CaptureFigures {
  readonly attacks: number
  readonly attacks_found: number
  readonly attackers_named: number
  readonly attackers_accused: number
  /** Of those found: the median time from the attack's start to the first detection. */
  readonly median_seconds_to_detection: number | null
  readonly benign_hours: number
  readonly false_alarms: number
  readonly false_alarms_per_hour: number
  /** Benign captures in which there is a false alarm. */
  readonly benign_with_alarm: number
}

export function captureFigures({
  attacks,
  benign,
}: {
  readonly attacks: readonly Pick<AttackVerdict, 'found' | 'right_host' | 'seconds_to_detection'>[]
  readonly benign: readonly Pick<BenignVerdict, 'hours' | 'false_alarms'>[]
}): CaptureFigures {
  const named = attacks.filter(({ right_host }) => right_host !== null)
  const hours = benign.reduce((sum, verdict) => sum + verdict.hours, 0)
  const falseAlarms = benign.reduce((sum, verdict) => sum + verdict.false_alarms, 0)
  return {
    attacks: attacks.length,
    attacks_found: attacks.filter(({ found }) => found).length,
    attackers_named: named.length,
    attackers_accused: named.filter(({ right_host }) => right_host).length,
    median_seconds_to_detection: medianSeconds(attacks),
    benign_hours: Math.round(hours * 100) / 100,
    false_alarms: falseAlarms,
    false_alarms_per_hour: hours === 0 ? 0 : Math.round((falseAlarms / hours) * 100) / 100,
    benign_with_alarm: benign.filter((verdict) => verdict.false_alarms > 0).length,
  }
}

/** Null where none was found. */
export function medianSeconds(
  attacks: readonly Pick<AttackVerdict, 'seconds_to_detection'>[],
): number | null {
  const seconds = attacks.flatMap(({ seconds_to_detection: one }) => (one === null ? [] : [one]))
  return seconds.length === 0 ? null : Math.round(median(seconds) * 10) / 10
}

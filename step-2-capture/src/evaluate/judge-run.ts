import { type Detection, type Severity, severityRank } from '../detect/seam/detection.ts'
import type { LabelledCapture } from './labelled-captures.ts'
import type { DetectorRun } from './run-detectors.ts'

/** How the detectors did on a capture with an attack in it. */
export interface AttackVerdict {
  readonly file: string
  readonly attack: string
  readonly found: boolean
  /** The kinds of detection that count, each with its detector, in the order in which they came. */
  readonly detected_by: readonly string[]
  /** From the attack's start, or the first packet, to the first of them; null when not found. */
  readonly seconds_to_detection: number | null
  /** Whether the attacker is among the sources; null where the label names none. */
  readonly right_host: boolean | null
  readonly sources: readonly string[]
}

/** How often the detectors cried wolf. */
export interface BenignVerdict {
  readonly file: string
  readonly hours: number
  readonly false_alarms: number
  readonly raised_by: readonly string[]
  /** How many of the alarms had which severity in the end. */
  readonly severities: Readonly<Partial<Record<Severity, number>>>
}

/** A label's second may be a rounded one. */
const labelToleranceSeconds = 1

/** @param from The severity from which a detection counts as an alarm. */
export function judgeAttack(
  capture: LabelledCapture,
  run: DetectorRun,
  from: Severity,
): AttackVerdict {
  const start = run.firstSeen + (capture.attackSpan?.[0] ?? 0)
  const alarms = alarmsOf(run, from).filter(
    ({ last_seen_epoch }) => last_seen_epoch >= start - labelToleranceSeconds,
  )
  const sources = distinct(alarms.map(({ source }) => source))
  const [first] = alarms
  return {
    file: capture.file,
    attack: capture.attack,
    found: first !== undefined,
    detected_by: distinct(alarms.map(nameOf)),
    seconds_to_detection: first ? tenths(Math.max(0, first.last_seen_epoch - start)) : null,
    right_host: rightHost(capture.attackers, sources),
    sources,
  }
}

/** Judges a benign capture as a whole, and the benign part of another one. */
export function judgeBenign(
  capture: LabelledCapture,
  run: DetectorRun,
  from: Severity,
): BenignVerdict {
  const end = capture.isBenign
    ? run.lastSeen
    : run.firstSeen + (capture.benignSpan?.[1] ?? 0) - labelToleranceSeconds
  const alarms = alarmsOf(run, from).filter(({ last_seen_epoch }) => last_seen_epoch <= end)
  const settled = [...new Map(alarms.map((one) => [one.detection_id, one])).values()]
  return {
    file: capture.isBenign ? capture.file : `${capture.file}, before the attack`,
    hours: Math.min(run.activeSeconds, Math.max(0, end - run.firstSeen)) / 3600,
    false_alarms: settled.length,
    raised_by: distinct(alarms.map(nameOf)),
    severities: Object.fromEntries(
      distinct(settled.map(({ severity }) => severity)).map((one) => [
        one,
        settled.filter(({ severity }) => severity === one).length,
      ]),
    ),
  }
}

function alarmsOf({ detections }: DetectorRun, from: Severity): Detection[] {
  const rank = severityRank(from)
  return detections.filter(({ severity }) => severityRank(severity) >= rank)
}

function rightHost(attackers: readonly string[], sources: readonly string[]): boolean | null {
  if (attackers.length === 0) return null
  return sources.some((address) => attackers.includes(address.toLowerCase()))
}

function nameOf({ detector, kind }: Detection): string {
  return detector === kind ? kind : `${detector}: ${kind}`
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10
}

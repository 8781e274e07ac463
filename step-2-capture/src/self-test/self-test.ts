import { readFile } from 'node:fs/promises'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import type { Samples } from '../capture/samples.ts'
import { SimulatedSource } from '../capture/simulated-source.ts'
import { detectors as allDetectors } from '../detect/detectors.ts'
import { type Detection, severityRank } from '../detect/seam/detection.ts'
import type { Detector } from '../detect/seam/detector.ts'
import { errorCodes } from '../error-codes.ts'
import { runDetectors, runDetectorsOver } from '../evaluate/run-detectors.ts'
import { type Rehearsal, rehearsals } from './rehearsals.ts'

/** What the labels of a capture say of its attacks; epoch seconds of traffic time. */
const attacksLabel = z.array(
  z.object({ kind: z.string(), attacker: z.string(), start: z.number(), end: z.number() }),
)
const sampleLabels = z.object({ attacks: attacksLabel })
type Attack = z.infer<typeof attacksLabel>[number]

/** One thing that had to happen, or must not. */
export interface SelfTestResult {
  /** A sample, or `simulated/` and a scenario. */
  readonly sample: string
  /** The attack or what has to be stated of it, or `ordinary traffic`. */
  readonly expected: string
  readonly passed: boolean
  /** What was stated that counts. */
  readonly stated: readonly string[]
  /** The detectors that stated it. */
  readonly detectors: readonly string[]
}

export interface SelfTestOptions {
  readonly samples: Samples
  readonly detectors?: readonly Detector[]
  readonly rehearsals?: readonly Rehearsal[]
}

/** A detector may need the next window, or the end of its flows, to be sure. */
const toleranceSeconds = 60
const ordinary = 'ordinary traffic'
const ordinarySeed = 1

/**
 * Plays every sample and every rehearsal through the detectors that need no training. While an
 * attack lasts it must raise a medium detection, or one of its own kind: what is low by design
 * (an upload of 4 MB to a named host) is found when it is stated. Ordinary traffic must raise
 * nothing from medium on, and each detector must have spoken up somewhere.
 * @throws AppError `E_NO_SAMPLE`, `E_BAD_LABELS`
 */
export async function selfTest(options: SelfTestOptions): Promise<SelfTestResult[]> {
  const { samples, detectors = allDetectors, rehearsals: played = rehearsals } = options
  const results = await replaySamples(samples, detectors)
  if (results.length === 0) throw noSample()
  for (const rehearsal of played) results.push(await rehearse(rehearsal, detectors))
  results.push(await playOrdinary(detectors))
  const fired = new Set(results.filter(isOfAttack).flatMap((result) => result.detectors))
  for (const { name } of detectors) {
    if (fired.has(name)) continue
    const expected = `anything of ${name}`
    results.push({ sample: 'all', expected, passed: false, stated: [], detectors: [] })
  }
  return results
}

/** Whether something had to be stated, other than of ordinary traffic. */
export function isOfAttack({ expected }: SelfTestResult): boolean {
  return expected !== ordinary
}

async function replaySamples(
  samples: Samples,
  detectors: readonly Detector[],
): Promise<SelfTestResult[]> {
  const results: SelfTestResult[] = []
  for (const { sample } of await samples.list()) {
    const { path } = await samples.find(sample)
    const { attacks } = await readLabels(path)
    const { detections, error } = await runDetectors(path, detectors)
    if (error) throw error
    if (attacks.length === 0) results.push(judgeOrdinary(sample, detections))
    for (const attack of attacks) {
      const counting = during(detections, attack).filter(
        (detection) => isAlarm(detection) || detection.kind === attack.kind,
      )
      results.push(judge(sample, attack.kind, counting))
    }
  }
  return results
}

async function rehearse(
  { scenario, seed, detector, kind }: Rehearsal,
  detectors: readonly Detector[],
): Promise<SelfTestResult> {
  const source = new SimulatedSource({ scenario, seed })
  const { detections } = await runDetectorsOver(source, detectors)
  const counting = source.labels.attacks
    .flatMap((attack) => during(detections, attack))
    .filter((found) => found.detector === detector && found.kind === kind)
  return judge(`simulated/${scenario}`, kind, counting)
}

async function playOrdinary(detectors: readonly Detector[]): Promise<SelfTestResult> {
  const source = new SimulatedSource({ scenario: 'office', seed: ordinarySeed })
  const { detections } = await runDetectorsOver(source, detectors)
  return judgeOrdinary('simulated/office', detections)
}

function judge(sample: string, expected: string, counting: readonly Detection[]): SelfTestResult {
  const detectors = [...new Set(counting.map(({ detector }) => detector))]
  return { sample, expected, passed: counting.length > 0, stated: namesOf(counting), detectors }
}

function judgeOrdinary(sample: string, detections: readonly Detection[]): SelfTestResult {
  const alarms = detections.filter(isAlarm)
  return { ...judge(sample, ordinary, alarms), passed: alarms.length === 0 }
}

function during(detections: readonly Detection[], { start, end }: Attack): Detection[] {
  return detections.filter(
    ({ last_seen_epoch: seen }) => seen >= start - 1 && seen <= end + toleranceSeconds,
  )
}

function isAlarm({ severity }: Detection): boolean {
  return severityRank(severity) >= severityRank('medium')
}

function namesOf(detections: readonly Detection[]): string[] {
  return [...new Set(detections.map(({ kind, source }) => `${kind} by ${source}`))]
}

async function readLabels(capturePath: string): Promise<z.infer<typeof sampleLabels>> {
  const path = capturePath.replace(/(\.pcap|\.pcapng)?(\.gz)?$/, '.labels.json')
  try {
    return sampleLabels.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new AppError(errorCodes.E_BAD_LABELS, `${path}: ${reason}`, {
      fix: 'Each sample needs its labels beside it, as net-anomaly simulate writes them.',
    })
  }
}

function noSample(): AppError {
  return new AppError(errorCodes.E_NO_SAMPLE, 'there are no samples to replay', {
    fix: 'Run it in a checkout of the project: its folder samples/ holds them.',
  })
}

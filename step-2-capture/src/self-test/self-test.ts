import { readFile } from 'node:fs/promises'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import type { Samples } from '../capture/samples.ts'
import { defaultDetectors } from '../detect/default-detectors.ts'
import { type Detection, severities } from '../detect/detection.ts'
import { runDetectors } from '../evaluate/run-detectors.ts'

/** What the labels beside a sample say of its attacks; epoch seconds of traffic time. */
const sampleLabels = z.object({
  attacks: z.array(
    z.object({ kind: z.string(), attacker: z.string(), start: z.number(), end: z.number() }),
  ),
})

/** One thing that had to happen, or must not. */
export interface SelfTestResult {
  readonly sample: string
  /** The attack, or `ordinary traffic`. */
  readonly expected: string
  readonly passed: boolean
  /** What was stated, medium or higher. */
  readonly stated: readonly string[]
}

/** A detector may need the next window, or the end of its flows, to be sure. */
const toleranceSeconds = 60

/**
 * Replays every sample through the detectors that need no training: each attack must raise at
 * least a medium detection while it lasts, and ordinary traffic none.
 * @throws AppError `E_NO_SAMPLE`, `E_BAD_LABELS`
 */
export async function selfTest(samples: Samples): Promise<SelfTestResult[]> {
  const results: SelfTestResult[] = []
  for (const { sample } of await samples.list()) {
    const { path } = await samples.find(sample)
    const { attacks } = await readLabels(path)
    const { detections, error } = await runDetectors(path, defaultDetectors())
    if (error) throw error
    const alarms = detections.filter(isAlarm)
    if (attacks.length === 0) {
      const stated = namesOf(alarms)
      results.push({ sample, expected: 'ordinary traffic', passed: alarms.length === 0, stated })
    }
    for (const { kind, start, end } of attacks) {
      const during = alarms.filter(
        ({ last_seen_epoch: seen }) => seen >= start - 1 && seen <= end + toleranceSeconds,
      )
      const stated = namesOf(during)
      results.push({ sample, expected: kind, passed: during.length > 0, stated })
    }
  }
  if (results.length > 0) return results
  throw new AppError('E_NO_SAMPLE', 'there are no samples to replay', {
    status: 404,
    fix: 'Run it in a checkout of the project: its folder samples/ holds them.',
  })
}

function isAlarm({ severity }: Detection): boolean {
  return severities.indexOf(severity) >= severities.indexOf('medium')
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
    throw new AppError('E_BAD_LABELS', `${path}: ${reason}`, {
      status: 422,
      fix: 'Each sample needs its labels beside it, as net-anomaly simulate writes them.',
    })
  }
}

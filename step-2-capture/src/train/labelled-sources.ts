import { readFile } from 'node:fs/promises'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { CaptureFile } from '../capture/capture-file.ts'
import { SimulatedSource } from '../capture/simulated-source.ts'
import { currentKind, formerKindsNote } from '../detect/seam/former-kinds.ts'
import { errorCodes } from '../error-codes.ts'
import { attackSpan, labelsPathOf } from '../simulate/labels.ts'
import { scenarios } from '../simulate/scenarios/scenarios.ts'
import type { NamedAttack } from './labelled-sequences.ts'
import type { LabelledSource } from './train-on-attacks.ts'

const labels = z.object({ attacks: z.array(attackSpan) })

/**
 * A capture file with the labels beside it; one without counts as ordinary traffic. Attacks under
 * former names are named as today, with a note on standard error.
 */
export function labelledFile(path: string, name?: string): LabelledSource {
  const source = new CaptureFile({ path, ...(name === undefined ? {} : { name }), links: 'follow' })
  return { source, attacks: () => readAttacks(labelsPathOf(path)) }
}

/** @throws AppError `E_BAD_LABELS` */
async function readAttacks(path: string): Promise<readonly NamedAttack[]> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return []
  const attacks = parseAttacks(text, path)
  const note = formerKindsNote(attacks.map(({ kind }) => kind))
  if (note !== undefined) console.error(`${path}: ${note}`)
  return attacks.map((attack) => ({ ...attack, kind: currentKind(attack.kind) }))
}

function parseAttacks(text: string, path: string): readonly NamedAttack[] {
  try {
    return labels.parse(JSON.parse(text)).attacks
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new AppError(errorCodes.E_BAD_LABELS, `${path} holds no labels: ${reason}`, {
      fix: 'Write them with: net-anomaly simulate --out, or remove the file if all is ordinary.',
    })
  }
}

/** One scenario of the simulator, which knows what it plays. */
export function labelledScenario(scenario: string, seed: number): LabelledSource {
  const source = new SimulatedSource({ scenario, seed })
  return { source, attacks: async () => source.labels.attacks }
}

/** Everything that the simulator can play, each once a seed: some 25 s and 54,000 windows a seed. */
export function labelledScenarios(seeds: readonly number[]): LabelledSource[] {
  return seeds.flatMap((seed) => scenarios.map(({ name }) => labelledScenario(name, seed)))
}

import { readFile } from 'node:fs/promises'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import type { Evaluation } from './evaluation.ts'

/** The figures that must not get worse, and the captures that they are of. */
const acceptedFigures = z.object({
  attacks: z.number().int(),
  benign: z.number().int(),
  attacks_found: z.number().int(),
  attackers_accused: z.number().int(),
  false_alarms_per_hour: z.number(),
  /** ROC-AUC by table and algorithm, for example `smtp: forest`. */
  roc_auc: z.record(z.string(), z.number()),
})
export type AcceptedFigures = z.infer<typeof acceptedFigures>

/** The accepted figures, or undefined where none are kept. @throws AppError `E_BAD_FIGURES` */
export async function readAcceptedFigures(path: string): Promise<AcceptedFigures | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return acceptedFigures.parse(JSON.parse(text))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new AppError(errorCodes.E_BAD_FIGURES, `${path} cannot be used: ${reason}`, {
      fix: 'Write it again with: npm run evaluate -- --accept',
    })
  }
}

/** What would be accepted from now on. ROC-AUCs are cut to three digits: seeds differ in more. */
export function figuresToAccept({ figures, attacks, benign, tables }: Evaluation): AcceptedFigures {
  return {
    attacks: attacks.length,
    benign: benign.length,
    attacks_found: figures.attacks_found,
    attackers_accused: figures.attackers_accused,
    false_alarms_per_hour: figures.false_alarms_per_hour,
    roc_auc: Object.fromEntries(
      tables.map(({ table, algorithm, roc_auc }) => [
        `${table}: ${algorithm}`,
        Math.floor(roc_auc * 1000) / 1000,
      ]),
    ),
  }
}

/** Whether the accepted figures are about as many captures as were evaluated. */
export function areComparable(evaluation: Evaluation, accepted: AcceptedFigures): boolean {
  const { attacks, benign } = figuresToAccept(evaluation)
  return attacks === accepted.attacks && benign === accepted.benign
}

/** A sentence for each figure that is worse than accepted; tables that are not there are let pass. */
export function worseFigures(evaluation: Evaluation, accepted: AcceptedFigures): string[] {
  const { figures, tables } = evaluation
  const worse: string[] = []
  for (const name of ['attacks_found', 'attackers_accused'] as const) {
    if (figures[name] < accepted[name]) {
      worse.push(`${name} is ${figures[name]}, accepted is ${accepted[name]}`)
    }
  }
  if (figures.false_alarms_per_hour > accepted.false_alarms_per_hour) {
    const { false_alarms_per_hour: limit } = accepted
    worse.push(`false_alarms_per_hour is ${figures.false_alarms_per_hour}, accepted is ${limit}`)
  }
  for (const { table, algorithm, roc_auc } of tables) {
    const limit = accepted.roc_auc[`${table}: ${algorithm}`]
    if (limit === undefined || roc_auc >= limit) continue
    worse.push(`ROC-AUC of ${table}: ${algorithm} is ${roc_auc}, accepted is ${limit}`)
  }
  return worse
}

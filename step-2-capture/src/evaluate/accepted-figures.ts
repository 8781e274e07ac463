import { readFile } from 'node:fs/promises'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import { type CaseVerdict, isRight } from './evaluate-cases.ts'
import type { Evaluation } from './evaluation.ts'

const count = z.number().int()

/** The figures of a set that must not get worse, and the captures that they are of. */
const acceptedFigures = z.object({
  attacks: count,
  benign: count,
  attacks_found: count,
  attackers_accused: count,
  false_alarms_per_hour: z.number(),
  benign_with_alarm: count,
  /** ROC-AUC by table and algorithm, for example `smtp: forest`. */
  roc_auc: z.record(z.string(), z.number()),
})
export type AcceptedFigures = z.infer<typeof acceptedFigures>

/** What is kept: the figures of each set by its name, and how many of the written cases are right. */
const acceptedFile = z.object({
  sets: z.record(z.string(), acceptedFigures),
  cases_right: count.optional(),
})
export type AcceptedFile = z.infer<typeof acceptedFile>

/** The accepted figures; none where the file is not there. @throws AppError `E_BAD_FIGURES` */
export async function readAcceptedFigures(path: string): Promise<AcceptedFile> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return { sets: {} }
  try {
    return acceptedFile.parse(JSON.parse(text))
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
    benign_with_alarm: figures.benign_with_alarm,
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
    if (figures[name] < accepted[name]) worse.push(said(name, figures[name], accepted[name]))
  }
  for (const name of ['false_alarms_per_hour', 'benign_with_alarm'] as const) {
    if (figures[name] > accepted[name]) worse.push(said(name, figures[name], accepted[name]))
  }
  for (const { table, algorithm, roc_auc } of tables) {
    const limit = accepted.roc_auc[`${table}: ${algorithm}`]
    if (limit === undefined || roc_auc >= limit) continue
    worse.push(said(`ROC-AUC of ${table}: ${algorithm}`, roc_auc, limit))
  }
  return worse
}

/** The same for the written cases. */
export function worseCases(verdicts: readonly CaseVerdict[], accepted: AcceptedFile): string[] {
  const right = verdicts.filter(isRight).length
  const limit = accepted.cases_right ?? 0
  return right < limit ? [said('cases_right', right, limit)] : []
}

function said(name: string, value: number, accepted: number): string {
  return `${name} is ${value}, accepted is ${accepted}`
}

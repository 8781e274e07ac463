import { isDeepStrictEqual as isSame } from 'node:util'
import { AppError } from 'step-1-skeleton'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import { captureFigures } from './capture-figures.ts'
import { type EvaluationRecord, evaluationFigures } from './evaluation-record.ts'

const pair = <One extends z.ZodType>(one: One) => z.tuple([one, one])
const verdict = z.object({ found: z.boolean(), right_host: z.boolean().nullable() })

/** What is other between two evaluations. Each pair is in the order in which they were named. */
export const evaluationComparison = z
  .object({
    evaluation_ids: pair(z.uuid()),
    /** Parameters that are not the same; of the captures see `captures_of_one`. */
    parameters: z.array(z.object({ name: z.string(), values: pair(z.unknown()) })),
    /** Captures that both measured, matched by name: the figures are of them alone. */
    captures: z.number().int(),
    captures_of_one: pair(z.array(z.string())),
    figures: pair(evaluationFigures),
    /** Attacks that one found, or found with the right host, and the other did not. */
    attacks: z.array(z.object({ file: z.string(), attack: z.string(), verdicts: pair(verdict) })),
    /** Captures of ordinary traffic with another number of false alarms. */
    benign: z.array(z.object({ file: z.string(), false_alarms: pair(z.number().int()) })),
  })
  .openapi('EvaluationComparison', {
    example: {
      evaluation_ids: [
        '0f8fad5b-d9cb-469f-a165-70867728950e',
        '7c9e6679-7425-40de-944b-e07fc1f90ae7',
      ],
      parameters: [{ name: 'model_id', values: ['3f0c9a51b7de', null] }],
      captures: 1,
      captures_of_one: [[], ['ordinary']],
      figures: [exampleFigures(1), exampleFigures(0)],
      attacks: [
        {
          file: 'port-scan',
          attack: 'vertical_port_scan',
          verdicts: [
            { found: true, right_host: true },
            { found: false, right_host: false },
          ],
        },
      ],
      benign: [],
    },
  })
export type EvaluationComparison = z.infer<typeof evaluationComparison>

/** @throws AppError `E_NO_FIGURES` where one is running or has failed */
export function compareEvaluations(
  one: EvaluationRecord,
  other: EvaluationRecord,
): EvaluationComparison {
  for (const { figures, evaluation_id } of [one, other]) {
    if (figures === null) throw noFigures(evaluation_id)
  }
  const shared = sharedCaptures(one, other)
  const attacks = pairsByFile(one.attacks, other.attacks)
  const benign = pairsByFile(one.benign, other.benign)
  return {
    evaluation_ids: [one.evaluation_id, other.evaluation_id],
    parameters: otherParameters(one, other),
    captures: shared.size,
    captures_of_one: [captureNames(one, shared), captureNames(other, shared)],
    figures: [figuresOf(one, shared), figuresOf(other, shared)],
    attacks: attacks
      .map(([mine, its]) => ({
        file: mine.file,
        attack: mine.attack,
        verdicts: [verdict.parse(mine), verdict.parse(its)] satisfies [unknown, unknown],
      }))
      .filter(({ verdicts: [mine, its] }) => !isSame(mine, its)),
    benign: benign
      .map(([mine, its]) => ({
        file: mine.file,
        false_alarms: [mine.false_alarms, its.false_alarms] satisfies [number, number],
      }))
      .filter(({ false_alarms: [mine, its] }) => mine !== its),
  }
}

function sharedCaptures(one: EvaluationRecord, other: EvaluationRecord): ReadonlySet<string> {
  const names = new Set(other.parameters.captures)
  return new Set(one.parameters.captures.filter((name) => names.has(name)))
}

/** The captures that only this one measured. */
function captureNames({ parameters }: EvaluationRecord, shared: ReadonlySet<string>): string[] {
  return parameters.captures.filter((name) => !shared.has(name))
}

function figuresOf({ attacks, benign }: EvaluationRecord, shared: ReadonlySet<string>) {
  const isShared = ({ file }: { readonly file: string }) => shared.has(file)
  return captureFigures({ attacks: attacks.filter(isShared), benign: benign.filter(isShared) })
}

function pairsByFile<One extends { readonly file: string }>(
  mine: readonly One[],
  theirs: readonly One[],
): readonly (readonly [One, One])[] {
  const byFile = new Map(theirs.map((one) => [one.file, one]))
  return mine.flatMap((one) => {
    const its = byFile.get(one.file)
    return its ? [[one, its] as const] : []
  })
}

function otherParameters({ parameters: mine }: EvaluationRecord, other: EvaluationRecord) {
  const its = other.parameters
  const names = ['model_id', 'detectors', 'settings', 'rules', 'program_version'] as const
  return names
    .filter((name) => !isSame(mine[name], its[name]))
    .map((name) => ({ name, values: [mine[name], its[name]] as [unknown, unknown] }))
}

function noFigures(id: string): AppError {
  return new AppError(errorCodes.E_NO_FIGURES, `the evaluation ${id} has no figures`, {
    fix: 'Wait until it is done; one that failed says why: GET /api/evaluations/{evaluation_id}.',
  })
}

/** Of one attack on one host, found or not, and nothing ordinary. */
function exampleFigures(found: 0 | 1): z.infer<typeof evaluationFigures> {
  return {
    attacks: 1,
    attacks_found: found,
    attackers_named: 1,
    attackers_accused: found,
    median_seconds_to_detection: found === 1 ? 0.4 : null,
    benign_hours: 0,
    false_alarms: 0,
    false_alarms_per_hour: 0,
    benign_with_alarm: 0,
  }
}

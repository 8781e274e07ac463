import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { errorCodes } from '../../error-codes.ts'
import { severity } from './detection.ts'
import type { DetectionKind, Detector } from './detector.ts'
import type { Statement } from './reporter.ts'

/** Any number: a run does not end because one is odd. */
const number = z.custom<number>((value) => typeof value === 'number', 'is no number')

/** What a statement has at least. Types say so too, but Node runs a detector whatever they say. */
const needed = z.object({
  severity,
  score: number,
  confidence: number,
  source: number,
  target: number.nullable(),
  firstUs: number,
  values: z.looseObject({}),
  reasons: z.array(z.unknown()),
  evidence: z.array(z.unknown()),
})

/** How many of a detector's kinds are named where it states another. */
const namedKindCountMax = 5

/**
 * Gives the kind of each statement of a detector.
 * @throws AppError `E_BAD_STATEMENT`, from what is returned, with what is wrong with the statement
 */
export function statementCheck({ name, kinds }: Detector): (statement: Statement) => DetectionKind {
  const byId = new Map(kinds.map((kind) => [kind.id, kind]))
  return (statement) => {
    const kind = byId.get(statement.kind)
    if (!kind) {
      const some = [...byId.keys()].slice(0, namedKindCountMax).join(', ')
      throw badStatement(`${name} declares no kind ${statement.kind}; it declares ${some}`)
    }
    const { error } = needed.safeParse(statement)
    if (!error) return kind
    const wrong = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw badStatement(`${name} stated a ${kind.id} that is not complete (${wrong.join('; ')})`)
  }
}

function badStatement(message: string): AppError {
  return new AppError(errorCodes.E_BAD_STATEMENT, message, {
    fix: 'Correct the detector; npm run typecheck --prefix step-2-capture shows where.',
  })
}

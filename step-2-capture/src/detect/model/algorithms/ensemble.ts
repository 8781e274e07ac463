import {
  type Algorithm,
  type Calibration,
  calibrate,
  calibrationOf,
  calibrationState,
  type Explanation,
  type FeatureRow,
  modelDamaged,
  type Scorer,
  scoreAll,
} from 'step-1-skeleton'
import { z } from 'zod'

/**
 * Several models asked about the same row. Each one's score is calibrated on the training rows,
 * so 1 - score is the chance that an ordinary row looks as strange; the chances are joined as in
 * Fisher's method ("Statistical Methods for Research Workers", 1925): the mean of their negative
 * logarithms. One sure member is heard, and several that doubt together are heard as well.
 */
export function createEnsemble(algorithms: readonly Algorithm[]): Algorithm {
  return {
    name: 'ensemble',
    train(rows) {
      const members = algorithms.map((algorithm): Member => {
        const scorer = algorithm.train(rows)
        const calibration = calibrationOf(scoreAll(scorer, rows))
        return { algorithm: algorithm.name, scorer, calibration }
      })
      return scorerOfMembers(members)
    },
    restore(state) {
      const parsed = ensembleState.safeParse(state)
      if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
      return scorerOfMembers(parsed.data.map((saved) => restoreMember(algorithms, saved)))
    },
  }
}

interface Member {
  readonly algorithm: string
  readonly scorer: Scorer
  readonly calibration: Calibration
}

/** Twenty members are more than there are algorithms. */
const ensembleState = z
  .array(z.object({ algorithm: z.string(), calibration: calibrationState, state: z.unknown() }))
  .min(1)
  .max(20)

function restoreMember(
  algorithms: readonly Algorithm[],
  { algorithm: name, calibration, state }: z.output<typeof ensembleState>[number],
): Member {
  const algorithm = algorithms.find((candidate) => candidate.name === name)
  if (!algorithm) throw modelDamaged(`it has a member ${name}`)
  return { algorithm: name, calibration, scorer: algorithm.restore(state) }
}

function scorerOfMembers(members: readonly Member[]): Scorer {
  return {
    score: (row) =>
      meanOf(members.map((member) => surprise(member.calibration, member.scorer.score(row)))),
    scoreMany(rows) {
      const means = new Float64Array(rows.length)
      for (const { scorer, calibration } of members) {
        scoreAll(scorer, rows).forEach((raw, row) => {
          means[row]! += surprise(calibration, raw) / members.length
        })
      }
      return means
    },
    explain: (row) => explain(members, row),
    toState: (): z.input<typeof ensembleState> =>
      members.map(({ algorithm, scorer, calibration }) => {
        return { algorithm, calibration, state: scorer.toState() }
      }),
  }
}

/** A chance below the last digit of a double counts as that. */
const chanceMin = 2 ** -53

/** How little a score is to be expected of an ordinary row: 0 for the most ordinary one. */
function surprise(calibration: Calibration, raw: number): number {
  return -Math.log(Math.max(1 - calibrate(calibration, raw), chanceMin))
}

/**
 * Each member explains its own score; its surprise is shared out as the features share in that, so
 * that the sum stays exact.
 */
function explain(members: readonly Member[], row: FeatureRow): Explanation {
  const contributions = new Float64Array(row.length)
  let base = 0
  const votes = members.map(({ algorithm, scorer, calibration }) => {
    const raw = scorer.score(row)
    const own = scorer.explain?.(row) ?? evenly(raw, row.length)
    const low = surprise(calibration, own.base)
    base += low / members.length
    const parts = sharedOut(surprise(calibration, raw) - low, own.contributions)
    for (let column = 0; column < row.length; column++) {
      contributions[column]! += parts[column]! / members.length
    }
    return { algorithm, score: calibrate(calibration, raw) }
  })
  return { base, contributions, votes }
}

/** Parts that cancel each other out to less than that have no sum to speak of. */
const cancelledShare = 1e-9

/**
 * `total` in the shares of `parts`. Where those cancel out, yet the curve of a calibration jumps
 * between two scores that are all but equal, it is shared out by their size, or evenly.
 */
function sharedOut(total: number, parts: ArrayLike<number>): Float64Array {
  const signed = Float64Array.from(parts)
  const sum = sumOf(signed)
  const sizes = signed.map(Math.abs)
  const size = sumOf(sizes)
  if (Math.abs(sum) > cancelledShare * size) return signed.map((part) => (part / sum) * total)
  return sizes.map((part) => (size > 0 ? (part / size) * total : total / sizes.length))
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** From a member that cannot explain itself every feature takes the same share. */
function evenly(score: number, columnCount: number): Explanation {
  return { base: 0, contributions: new Float64Array(columnCount).fill(score / columnCount) }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

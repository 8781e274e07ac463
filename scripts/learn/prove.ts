import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Exercise, Mistake } from './exercise.ts'
import type { TestReport } from './file-reporter.ts'
import { runTests } from './run-tests.ts'
import type { Workspace } from './workspace.ts'

/** What is known of an exercise after a run of its tests on something else than a learner's file. */
export interface Proof {
  readonly exercise: string
  readonly kind: 'starter' | 'solution' | 'mutant'
  /** Of a mutant: what is wrong with it. */
  readonly mistake: string | null
  /** Whether it is as it should be: the starter fails kindly, the solution passes, the mutant is caught. */
  readonly ok: boolean
  /** Of a mutant: the test that catches it. */
  readonly caughtBy: string | null
  /** What was seen instead, where it is not. */
  readonly seen: string | null
}

interface Trial extends Pick<Proof, 'kind'> {
  readonly exercise: Exercise
  readonly mistake?: Mistake
}

/** Everything that is to be shown of an exercise. */
export function trialsOf(exercise: Exercise): Trial[] {
  const mutants = exercise.mistakes.map((mistake) => ({
    kind: 'mutant' as const,
    exercise,
    mistake,
  }))
  return [{ kind: 'starter', exercise }, { kind: 'solution', exercise }, ...mutants]
}

/** Lays a file out in a folder of its own, runs the tests on it, and takes it away again. */
export async function prove(workspace: Workspace, trial: Trial, number: number): Promise<Proof> {
  const { exercise, kind, mistake } = trial
  // Below `my`, so that git, the checks and an editor leave it alone.
  const folder = `my/.proof/${number}`
  const inPackage = join(workspace.root, exercise.package, folder)
  const path = join(inPackage, exercise.file)
  mkdirSync(dirname(path), { recursive: true })
  try {
    writeFileSync(path, textOf(workspace, trial))
    for (const companion of exercise.companions ?? []) {
      const from = join(workspace.root, exercise.package, 'exercise', companion)
      cpSync(from, join(inPackage, companion))
    }
    const report = await runTests(workspace.root, folder, exercise)
    const seen = problemOf(trial, report)
    return {
      exercise: exercise.id,
      kind,
      mistake: mistake?.mistake ?? null,
      ok: seen === undefined,
      caughtBy: mistake?.caughtBy ?? null,
      seen: seen ?? null,
    }
  } finally {
    rmSync(inPackage, { recursive: true, force: true })
  }
}

function textOf(workspace: Workspace, { exercise, kind, mistake }: Trial): string {
  if (kind === 'starter') return workspace.starterOf(exercise)
  const solution = workspace.solutionOf(exercise)
  return mistake ? mutated(solution, mistake, exercise.id) : solution
}

/** The solution with one mistake. @throws RangeError when what it changes is not there once. */
export function mutated(solution: string, mistake: Mistake, id: string): string {
  const parts = solution.split(mistake.in)
  if (parts.length !== 2) {
    throw new RangeError(
      `${id}: ${JSON.stringify(mistake.in)} is in the solution ${parts.length - 1} times, not once`,
    )
  }
  return parts.join(mistake.by)
}

function problemOf({ kind, mistake }: Trial, report: TestReport | undefined): string | undefined {
  if (!report) return mistake ? undefined : 'the tests did not end'
  const { passedCount, failed, broken } = report
  if (broken.length > 0) return `the file cannot be loaded: ${broken[0]}`
  if (kind === 'solution') {
    if (failed[0]) return `${failed[0].name}: ${failed[0].message}`
    return passedCount > 0 ? undefined : 'there is no test'
  }
  if (kind === 'starter') return starterProblem(failed)
  const names = failed.map(({ name }) => name)
  if (names.includes(mistake?.caughtBy ?? '')) return undefined
  return names.length > 0 ? `only these tests fail: ${names.join('; ')}` : 'no test fails'
}

/** A starter fails with its sentence, and nothing in it looks like a stack trace. */
function starterProblem(failed: TestReport['failed']): string | undefined {
  const [first] = failed
  if (!first) return 'the tests pass on the starter'
  if (first.code !== 'E_YOUR_TURN') return `the first test fails with: ${first.message}`
  if (!/^step \d: .+ is yours to write$/.test(first.message)) return `it says: ${first.message}`
  return undefined
}

/** A part of the product that a learner writes: one file, with a starter and tests. */
export interface Exercise {
  /** What it is called on the command line. */
  readonly id: string
  /** The lesson that asks for it, 1 to 4. */
  readonly step: number
  readonly title: string
  /** How long it takes a TypeScript programmer who has read the lesson up to there. */
  readonly minutes: number
  /** The package that the file belongs to. */
  readonly package: StepPackage
  /** The file below the package's `src`, `exercise` and `my`. */
  readonly file: string
  /** Further starters that are laid out beside it, complete. */
  readonly companions?: readonly string[]
  /** The test files below the package. */
  readonly tests: readonly string[]
  /** Which of their tests, by a part of their names; all by default. */
  readonly testNames?: string
  /** From a nudge to nearly the solution. */
  readonly hints: readonly string[]
  /** What people get wrong; the tests must notice each. */
  readonly mistakes: readonly Mistake[]
}

export type StepPackage =
  | 'step-1-skeleton'
  | 'step-2-capture'
  | 'step-3-persistence'
  | 'step-4-dashboard'

/** A change of the solution that makes it wrong. */
export interface Mistake {
  readonly mistake: string
  /** What stands in the solution, exactly once. */
  readonly in: string
  readonly by: string
  /** A test that fails with it, by its whole name or the end of it. */
  readonly caughtBy: string
}

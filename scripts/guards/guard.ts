import type { StepPackage } from '../learn/exercise.ts'
import type { Change } from '../learn/task.ts'

/** A guard, what the code is without it, and the tests that must notice. */
export interface Guard {
  readonly name: string
  /** Rows of the threats that it stands against. */
  readonly threats: readonly number[]
  /** One file, so that the list says where it stands. */
  readonly change: Required<Change>
  /** The package of the tests, where it is not the guard's own. */
  readonly testPackage?: StepPackage
  /** Test files below it; at least one test of them must fail. */
  readonly tests: readonly string[]
  /** Only those whose name holds this pattern: the others of a long file take minutes. */
  readonly testNames?: string
}

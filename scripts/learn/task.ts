import type { StepPackage } from './exercise.ts'

/**
 * A task of a lesson: a change of finished code, and what it brings about. The lesson asks for the
 * change; `npm run mutants -- tasks` applies it, looks, and takes it back.
 */
export interface Task {
  readonly step: number
  /** Its number in the list of the lesson. */
  readonly number: number
  /** What the lesson says of it, word for word: the file, the numbers that are expected. */
  readonly says: readonly string[]
  /** None where the lesson asks for other options only. */
  readonly changes: readonly Change[]
  readonly outcome: RedTests | Experiment | Commands
}

/** A text of the product and what is put in its place. */
export interface Change {
  readonly package: StepPackage
  /** Below `src`; without `in` it is a new file. */
  readonly file: string
  readonly in?: string
  readonly by: string
}

/** The task makes these tests fail, and no others of their files. */
export interface RedTests {
  readonly kind: 'red'
  readonly package: StepPackage
  readonly tests: readonly string[]
  /** Beginnings of their names. */
  readonly fail: readonly string[]
}

/** A server with the change answers so. */
export interface Experiment {
  readonly kind: 'server'
  /** What the server without the change is asked first, on the same data. */
  readonly before?: readonly Request[]
  readonly requests: readonly Request[]
}

export interface Request {
  /** As `net-anomaly` takes it: `get /health status`, or `post /train @samples/…`. */
  readonly ask: readonly string[]
  readonly shows: RegExp
}

/** `net-anomaly` with the change prints so, one command after another in a scratch folder. */
export interface Commands {
  readonly kind: 'commands'
  readonly runs: readonly Request[]
}

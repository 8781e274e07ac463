import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Exercise } from './exercise.ts'
import type { Workspace } from './workspace.ts'

export type State = 'new' | 'started' | 'passed'

interface Kept {
  /** By exercise: a hash of the file that passed, and of the tests that it passed. */
  readonly passed: Readonly<Record<string, string>>
  /** By exercise: how many hints were shown. */
  readonly hints: Readonly<Record<string, number>>
  /** By exercise: its state after the last command, for the page of the course. */
  readonly states?: Readonly<Record<string, State>>
}

/** How far a learner is. A pass counts as long as the file and its tests are those that passed. */
export class Progress {
  readonly #workspace: Workspace
  readonly #path: string

  constructor(workspace: Workspace) {
    this.#workspace = workspace
    this.#path = join(workspace.root, workspace.folder, 'progress.json')
  }

  stateOf(exercise: Exercise): State {
    if (this.#workspace.ownText(exercise) === undefined) return 'new'
    return this.#read().passed[exercise.id] === this.#hashOf(exercise) ? 'passed' : 'started'
  }

  notePass(exercise: Exercise): void {
    const kept = this.#read()
    this.#write({ ...kept, passed: { ...kept.passed, [exercise.id]: this.#hashOf(exercise) } })
  }

  keepStates(exercises: readonly Exercise[]): void {
    const begun = exercises.map((one) => [one.id, this.stateOf(one)] as const)
    const states = Object.fromEntries(begun.filter(([, state]) => state !== 'new'))
    const kept = this.#read()
    if (JSON.stringify(states) === JSON.stringify(kept.states ?? {})) return
    this.#write({ ...kept, states })
  }

  /** Counts a hint, and returns how many were shown before it. */
  takeHint({ id }: Exercise): number {
    const kept = this.#read()
    const shown = kept.hints[id] ?? 0
    this.#write({ ...kept, hints: { ...kept.hints, [id]: shown + 1 } })
    return shown
  }

  #hashOf(exercise: Exercise): string {
    const own = this.#workspace.ownText(exercise) ?? ''
    const tests = this.#workspace.testsOf(exercise)
    return createHash('sha256').update(own).update('\0').update(tests).digest('hex')
  }

  #read(): Kept {
    if (!existsSync(this.#path)) return { passed: {}, hints: {} }
    // Written by this class alone, in a folder that belongs to it.
    return JSON.parse(readFileSync(this.#path, 'utf8')) as Kept
  }

  #write(kept: Kept): void {
    mkdirSync(dirname(this.#path), { recursive: true })
    writeFileSync(this.#path, `${JSON.stringify(kept, null, 2)}\n`)
  }
}

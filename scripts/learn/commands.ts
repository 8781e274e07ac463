import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkExercise } from './check-exercise.ts'
import type { Exercise } from './exercise.ts'
import { exerciseOf, exercises } from './exercises.ts'
import { lineDiff } from './line-diff.ts'
import { Progress } from './progress.ts'
import type { Workspace } from './workspace.ts'

/** What a command says, and its exit status: 0 when it did what was asked, or the check passed. */
export interface Answer {
  readonly lines: readonly string[]
  readonly exitCode: number
}

const packages = ['step-1-skeleton', 'step-2-capture', 'step-3-persistence', 'step-4-dashboard']

/** The commands of `npm run learn`, without the terminal around them. */
export class Learn {
  readonly #workspace: Workspace
  readonly #progress: Progress
  readonly #now: () => Date

  constructor(workspace: Workspace, now: () => Date) {
    this.#workspace = workspace
    this.#progress = new Progress(workspace)
    this.#now = now
  }

  list(format: 'text' | 'json'): Answer {
    const rows = exercises.map((exercise) => ({
      id: exercise.id,
      step: exercise.step,
      title: exercise.title,
      minutes: exercise.minutes,
      state: this.#progress.stateOf(exercise),
    }))
    if (format === 'json') return done(...rows.map((row) => JSON.stringify(row)))
    return done(
      ...rows.map(({ id, step, title, minutes, state }) =>
        [`step ${step}`, id.padEnd(15), `${minutes} min`, state.padEnd(8), title].join('  '),
      ),
      '',
      'npm run learn -- start ID, or start STEP for the next one of a step.',
    )
  }

  /** After a command: notes how far the learner is, for the page of the course. */
  keepStates(): void {
    this.#progress.keepStates(exercises)
  }

  /** @param name An exercise, or a step: its next exercise that is not passed. */
  start(name: string): Answer {
    const exercise = this.#find(name)
    if (!exercise) return this.#notFound(name)
    const path = this.#workspace.ownPath(exercise)
    const state = this.#progress.stateOf(exercise)
    if (state === 'new') {
      this.#workspace.write(exercise, this.#workspace.starterOf(exercise), this.#now())
    }
    const { id, step, title, minutes, tests } = exercise
    return done(
      `Step ${step}, ${id}: ${title} (about ${minutes} minutes)`,
      state === 'new' ? `Your file:  ${path}` : `Your file:  ${path}  (${state} already)`,
      `Its tests:  ${tests.map((path) => `${exercise.package}/${path}`).join(', ')}`,
      '',
      'The task stands in your file. When something is written:',
      `  npm run learn -- check ${id}    or watch ${id}, which checks at each save`,
      `  npm run learn -- hint ${id}`,
    )
  }

  async check(name: string): Promise<Answer> {
    return this.#with(name, async (exercise) => {
      const { id, step } = exercise
      const { hasPassed, lines } = await checkExercise(
        this.#workspace,
        exercise,
        exercises.filter((one) => one !== exercise && this.#progress.stateOf(one) === 'started'),
      )
      if (!hasPassed) {
        const next = [
          `Change ${this.#workspace.ownPath(exercise)}, then: npm run learn -- check ${id}`,
          `For a hint: npm run learn -- hint ${id}`,
        ]
        return { lines: [...lines, ...next], exitCode: 1 }
      }
      this.#progress.notePass(exercise)
      return done(
        ...lines,
        `✓ Passed: ${exercise.title}`,
        `Beside the product's way:  npm run learn -- diff ${id}`,
        `Your code at work:         npm run learn -- run step${step}`,
        this.#whatNext(step),
      )
    })
  }

  hint(name: string): Answer {
    const exercise = exerciseOf(name)
    if (!exercise) return this.#notFound(name)
    const count = exercise.hints.length
    const at = this.#progress.takeHint(exercise) % count
    const next = at + 1 < count ? `Again for the next one.` : `Then: npm run learn -- solve ${name}`
    return done(`Hint ${at + 1} of ${count}: ${exercise.hints[at]}`, next)
  }

  /** The learner's file beside the solution, once it has passed; or `src/app.ts` of two steps. */
  async diff(name: string, other: string | undefined): Promise<Answer> {
    if (other !== undefined) return this.#stepDiff(name, other)
    return this.#with(name, async (exercise, own) => {
      if (this.#progress.stateOf(exercise) !== 'passed') {
        return failed(
          'The solution is shown when yours has passed.',
          `A hint: npm run learn -- hint ${name}; or give up for now: npm run learn -- solve ${name}`,
        )
      }
      const lines = lineDiff(own, this.#workspace.solutionOf(exercise))
      if (lines.length === 0) return done('Your file is the same as the solution.')
      return done('- yours  + the solution', ...lines)
    })
  }

  solve(name: string): Answer {
    return this.#replace(name, (exercise) => this.#workspace.solutionOf(exercise), 'the solution')
  }

  reset(name: string): Answer {
    return this.#replace(name, (exercise) => this.#workspace.starterOf(exercise), 'the starter')
  }

  /** Whose code a run of the product will be; the reason not to start it, if there is one. */
  async ready(): Promise<Answer> {
    const started = exercises.filter((one) => this.#progress.stateOf(one) !== 'new')
    if (started.length === 0) {
      return done("All of it is the product's: no exercise is started (npm run learn -- list)")
    }
    for (const name of new Set(started.map((one) => one.package))) {
      const problem = await this.#typeProblem(name, started)
      if (problem) return failed(...problem)
    }
    const named = started.map((one) => {
      const state = this.#progress.stateOf(one)
      return `${one.id}${state === 'passed' ? '' : ' (not passed)'}`
    })
    return done(`Your code runs: ${named.join(', ')}. The rest is the product's.`)
  }

  async #typeProblem(
    name: Exercise['package'],
    started: readonly Exercise[],
  ): Promise<readonly string[] | undefined> {
    const { typeErrors } = await import('./type-errors.ts')
    const paths = started.map((one) => this.#workspace.ownPath(one))
    const errors = await typeErrors(this.#workspace, name)
    const mine = errors.find(({ path }) => paths.includes(path))
    return mine && [`It is not started: ${mine.path}:${mine.line}`, `  ${mine.message}`]
  }

  #find(name: string): Exercise | undefined {
    if (!/^[1-4]$/.test(name)) return exerciseOf(name)
    const ofStep = exercises.filter(({ step }) => step === Number(name))
    return ofStep.find((one) => this.#progress.stateOf(one) !== 'passed')
  }

  #notFound(name: string): Answer {
    if (/^[1-4]$/.test(name)) {
      return done(`Every exercise of step ${name} is passed.`, this.#whatNext(Number(name)))
    }
    const ids = exercises.map(({ id }) => id).join(', ')
    return failed(`There is no exercise ${JSON.stringify(name)}.`, `There are: ${ids}`)
  }

  async #with(
    name: string,
    act: (exercise: Exercise, own: string) => Promise<Answer>,
  ): Promise<Answer> {
    const exercise = exerciseOf(name)
    if (!exercise) return this.#notFound(name)
    const own = this.#workspace.ownText(exercise)
    if (own === undefined) {
      return failed(`${name} is not started.`, `Start it: npm run learn -- start ${name}`)
    }
    return act(exercise, own)
  }

  #replace(name: string, textOf: (exercise: Exercise) => string, what: string): Answer {
    const exercise = exerciseOf(name)
    if (!exercise) return this.#notFound(name)
    const kept = this.#workspace.write(exercise, textOf(exercise), this.#now())
    return done(
      `${this.#workspace.ownPath(exercise)} is ${what} now.`,
      ...(kept ? [`What you had is kept: ${kept}`] : []),
      `Next: npm run learn -- check ${name}`,
    )
  }

  #whatNext(step: number): string {
    const isOpen = (one: Exercise) => this.#progress.stateOf(one) !== 'passed'
    const next = exercises.find((one) => one.step === step && isOpen(one)) ?? exercises.find(isOpen)
    if (!next) return 'Every exercise of the course is passed.'
    return `Next:                      npm run learn -- start ${next.id}`
  }

  #stepDiff(one: string, other: string): Answer {
    const [before, after] = [one, other].map((step) => packages[Number(step) - 1])
    if (!before || !after) return failed('diff takes an exercise, or two steps: diff 1 2')
    const text = (name: string) =>
      readFileSync(join(this.#workspace.root, name, 'src/app.ts'), 'utf8')
    return done(
      `- ${before}/src/app.ts  + ${after}/src/app.ts`,
      ...lineDiff(text(before), text(after)),
    )
  }
}

function done(...lines: string[]): Answer {
  return { lines, exitCode: 0 }
}

function failed(...lines: string[]): Answer {
  return { lines, exitCode: 1 }
}

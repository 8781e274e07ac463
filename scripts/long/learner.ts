import { deepStrictEqual as equals, match, ok } from 'node:assert'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Learn } from '../learn/commands.ts'
import type { Exercise } from '../learn/exercise.ts'
import { exerciseOf, exercises } from '../learn/exercises.ts'
import { mutated } from '../learn/prove.ts'
import { runTests } from '../learn/run-tests.ts'
import { Workspace } from '../learn/workspace.ts'

/**
 * The whole way of a learner, in the order of the course: each exercise is started, fails with its
 * sentence, gives its hints, fails with a likely mistake, and passes. Then the learner's files of
 * all four steps together keep what step 4 promises.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
/** Beside a learner's own files, so that theirs are not touched. */
const folder = 'my/.way'
/** The contract starts some 30 servers; 90 s on two busy cores. */
const contractMsMax = 300_000

const workspace = new Workspace(root, folder)
let seconds = 0
// Each command a second later, because what was written before is kept by its time.
const learn = new Learn(workspace, () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds++)))

remove()
process.once('exit', remove)
for (const exercise of exercises) {
  const startedAt = performance.now()
  await walk(exercise)
  console.log(`ok     ${exercise.id} (${secondsSince(startedAt)} s)`)
}
passedIsTheEnd()
aChangeUndoesAPass()
await theContractHolds()
console.log(`figure: exercises ${exercises.length}`)

async function walk(exercise: Exercise): Promise<void> {
  const { id, step, title, hints, mistakes } = exercise
  const started = learn.start(String(step))
  ok(started.lines[0]?.includes(`, ${id}: ${title}`), `start ${step} gave ${started.lines[0]}`)
  equals(stateOf(id), 'started')

  const first = await learn.check(id)
  equals(first.exitCode, 1)
  match(first.lines[0] ?? '', / tests pass\.$/)
  match(first.lines[2] ?? '', /^ {2}step \d: .+ is yours to write$/)
  ok(!/^\s+at .+:\d+:\d+/m.test(first.lines.join('\n')), `${id} shows a stack trace`)
  for (const hint of hints) ok(learn.hint(id).lines[0]?.endsWith(hint))
  equals((await learn.diff(id, undefined)).exitCode, 1)

  const [mistake] = mistakes
  ok(mistake, `${id} has no mistakes`)
  const half = mutated(workspace.solutionOf(exercise), mistake, id)
  workspace.write(exercise, half, new Date(0))
  const second = await learn.check(id)
  equals(second.exitCode, 1)
  match(second.lines[1] ?? '', /^✗ /)

  match(learn.solve(id).lines[1] ?? '', /^What you had is kept: /)
  const third = await learn.check(id)
  equals(third.exitCode, 0, `${id}: ${third.lines.join('\n')}`)
  equals(third.lines[1], `✓ Passed: ${title}`)
  equals(stateOf(id), 'passed')
  equals((await learn.diff(id, undefined)).exitCode, 0)
}

function passedIsTheEnd(): void {
  for (const step of [1, 2, 3, 4]) {
    equals(learn.start(String(step)).lines, [
      `Every exercise of step ${step} is passed.`,
      'Every exercise of the course is passed.',
    ])
  }
}

function aChangeUndoesAPass(): void {
  const exercise = one('isolation-tree')
  const solution = workspace.solutionOf(exercise)
  workspace.write(exercise, `${solution}\n// changed`, new Date(1))
  equals(stateOf(exercise.id), 'started')
  match(learn.reset(exercise.id).lines[0] ?? '', /is the starter now/)
  workspace.write(exercise, solution, new Date(2))
  equals(stateOf(exercise.id), 'passed')
}

/** With a starter among the files the contract breaks: it is the learner's files that it tries. */
async function theContractHolds(): Promise<void> {
  const whole = await contract()
  equals(whole?.broken, [])
  equals(whole?.failed, [])
  ok(whole && whole.passedCount > 0, 'the contract has no test')
  console.log(`ok     the contract of step 4, with the learner's four steps`)
  console.log(`figure: contract ${whole.passedCount} passed`)

  // The guard stands before every route, so each test fails at its first request.
  const guard = one('foreign-guard')
  workspace.write(guard, workspace.starterOf(guard), new Date(3))
  const broken = await contract()
  ok(broken && broken.failed.length > 0, 'the contract passes with a starter')
}

function contract() {
  const tests = ['test/contract.test.ts']
  return runTests(
    root,
    folder,
    { package: 'step-4-dashboard', tests },
    { testsMsMax: contractMsMax },
  )
}

function stateOf(id: string): unknown {
  const rows = learn.list('json').lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  return rows.find((row) => row.id === id)?.state
}

function one(id: string): Exercise {
  const exercise = exerciseOf(id)
  ok(exercise, `there is no exercise ${id}`)
  return exercise
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1)
}

function remove(): void {
  for (const name of new Set(['.', ...exercises.map((exercise) => exercise.package)])) {
    rmSync(join(root, name, folder), { recursive: true, force: true })
  }
}

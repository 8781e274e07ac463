import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { guards } from './guards/guards.ts'
import { proveGuard } from './guards/prove-guard.ts'
import { exercises } from './learn/exercises.ts'
import { type Proof, prove, trialsOf } from './learn/prove.ts'
import { proveTask } from './learn/prove-task.ts'
import { tasks } from './learn/tasks.ts'
import { Workspace } from './learn/workspace.ts'

/**
 * `npm run mutants -- lessons`: of each exercise, that its starter fails with its sentence, that
 * the solution passes, and that each likely mistake is caught by the test that is named for it.
 * An exercise's id behind `lessons` proves that one alone; `--format json` is one object a line.
 * `npm run mutants -- guards [WORDS …]`: that a test fails when a guard is taken out.
 * `npm run mutants -- tasks`: of each task of the lessons, that its change does what is said of it.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const { values, positionals } = parseArgs({
  options: { format: { type: 'string', default: 'text' } },
  allowPositionals: true,
})
const [what, ...ids] = positionals

if (what === 'tasks') {
  await proveTasks()
} else if (what === 'guards') {
  await proveGuards()
} else if (what !== 'lessons') {
  console.error(
    'It takes: npm run mutants -- lessons [EXERCISE …] [--format json], -- tasks, or -- guards',
  )
  process.exitCode = 2
} else {
  const workspace = new Workspace(root)
  const chosen = exercises.filter(({ id }) => ids.length === 0 || ids.includes(id))
  const trials = chosen.flatMap(trialsOf)
  const proofs: Proof[] = []
  let next = 0
  const work = async () => {
    while (next < trials.length) {
      const number = next++
      const proof = await prove(workspace, trials[number] as (typeof trials)[number], number)
      proofs.push(proof)
      console.log(values.format === 'json' ? JSON.stringify(proof) : sentenceOf(proof))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  const wrong = proofs.filter(({ ok }) => !ok).length
  if (values.format !== 'json') console.log(`${proofs.length - wrong} passed, ${wrong} failed`)
  if (wrong > 0 || proofs.length === 0) process.exitCode = 1
}

function sentenceOf({ exercise, kind, mistake, ok, caughtBy, seen }: Proof): string {
  const subject = mistake === null ? `the ${kind}` : `a mutant that ${mistake}`
  const expected = { starter: 'fails kindly', solution: 'passes', mutant: 'is caught' }[kind]
  const by = caughtBy === null ? '' : ` by "${caughtBy}"`
  return ok
    ? `ok     ${exercise}: ${subject} ${expected}${by}`
    : `FAILED ${exercise}: ${subject}${by ? ` is not caught${by}` : ''}: ${seen}`
}

/** One after another: each starts servers, and measures nothing. */
async function proveTasks(): Promise<void> {
  const problems = []
  for (const task of tasks) {
    const name = `task ${task.number} of step ${task.step}`
    const problem = await proveTask(root, task).catch((error: Error) => error.message)
    if (problem !== undefined) problems.push(problem)
    console.log(problem === undefined ? `ok     ${name}` : `FAILED ${name}: ${problem}`)
  }
  console.log(`${tasks.length - problems.length} passed, ${problems.length} failed`)
  if (problems.length > 0) process.exitCode = 1
}

/** One after another: they start servers and programs. */
async function proveGuards(): Promise<void> {
  const chosen = guards.filter(
    ({ name }) => ids.length === 0 || ids.some((words) => name.includes(words)),
  )
  let unnoticed = 0
  for (const [number, guard] of chosen.entries()) {
    const { name, place, noticedBy, problem } = await proveGuard(root, guard, number)
    if (noticedBy === null) unnoticed++
    const verdict = problem ?? 'no test notices'
    console.log(
      noticedBy === null
        ? `FAILED ${name} (${place}): ${verdict}`
        : `ok     ${name} (${place}): "${noticedBy}"`,
    )
  }
  console.log(`${chosen.length} guards, ${unnoticed} unnoticed`)
  if (unnoticed > 0 || chosen.length === 0) process.exitCode = 1
}

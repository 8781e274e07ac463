import { join } from 'node:path'
import type { Exercise } from './exercise.ts'
import { exercises } from './exercises.ts'
import { type FailedTest, pathInStep, type TestReport } from './file-reporter.ts'
import { lineDiff } from './line-diff.ts'
import { runTests } from './run-tests.ts'
import { type OwnFileError, typeErrors } from './type-errors.ts'
import { agreementFile, type Workspace } from './workspace.ts'

export interface Verdict {
  readonly hasPassed: boolean
  /** What the learner reads, the first thing that is wrong first. */
  readonly lines: readonly string[]
  /** Names of the tests that failed. */
  readonly failed: readonly string[]
}

/**
 * Types are reported first, since Node runs a file whatever its types say; then the tests. Both run at
 * the same time: together they would take 10 s of a slow laptop.
 * @param unfinished Exercises that have not passed: the product's files stand in their place, so
 *   that an exercise fails by its own file alone
 */
export async function checkExercise(
  workspace: Workspace,
  exercise: Exercise,
  unfinished: readonly Exercise[] = [],
): Promise<Verdict> {
  const { id } = exercise
  const ownPath = workspace.ownPath(exercise)
  const notWanted = new AbortController()
  const testing = runTests(workspace.root, workspace.folder, exercise, {
    without: workspace.filesOfOnly(unfinished),
    signal: notWanted.signal,
  })
  const mine = await typeError(workspace, exercise)
  if (!mine) return testVerdict(exercise, ownPath, await testing)
  notWanted.abort()
  await testing
  return typeVerdict(id, mine)
}

/** The first type error that the exercise is to blame for: in its file, or in what it exports. */
async function typeError(
  workspace: Workspace,
  exercise: Exercise,
): Promise<OwnFileError | undefined> {
  const errors = await typeErrors(workspace, exercise.package)
  const ownPath = workspace.ownPath(exercise)
  const agreement = join(exercise.package, workspace.folder, agreementFile).replaceAll('\\', '/')
  return (
    errors.find(({ path }) => path === ownPath) ??
    errors.find(({ path, message }) => path === agreement && message.includes(exercise.file)) ??
    errors.find(({ path }) => isHelper(workspace, path))
  )
}

/** A file that is a learner's own, and belongs to no exercise. */
function isHelper(workspace: Workspace, path: string): boolean {
  const isOwn = path.includes(`/${workspace.folder}/`) && !path.endsWith(`/${agreementFile}`)
  return isOwn && !exercises.some((one) => workspace.ownPath(one) === path)
}

function typeVerdict(id: string, { path, line, message, isSyntax }: OwnFileError): Verdict {
  const what = isSyntax ? 'the file cannot be read as TypeScript' : 'the types do not fit'
  return {
    hasPassed: false,
    lines: [`${id}: ${what}.`, `✗ ${path}:${line}`, `  ${message}`, ...about(message, isSyntax)],
    failed: [],
  }
}

/** What the compiler means, where its sentence does not say it to one who is new to it. */
function about(message: string, isSyntax: boolean): string[] {
  if (isSyntax) {
    return ['  The mistake is there or above it: a bracket, a comma or a quote, often.']
  }
  if (/^Cannot find name/.test(message)) {
    return ['  It is misspelt, or the line that imports it at the top of the file is missing.']
  }
  if (/\bPromise</.test(message)) {
    return ['  A promise is what an async function gives: await is missing, or too much is async.']
  }
  if (!/possibly 'undefined'|undefined' is not assignable/.test(message)) return []
  return [
    '  It may be missing, as what an index, get() or find() gives: ask with if (value) first,',
    '  or say so where you know better: list[0] as number',
  ]
}

/** What is said of the tests of an exercise; `report` is undefined when they did not end. */
export function testVerdict(
  { id }: Pick<Exercise, 'id'>,
  ownPath: string,
  report: TestReport | undefined,
): Verdict {
  if (!report) {
    const lines = [
      `${id}: the tests did not end.`,
      `✗ A loop in ${ownPath} never ends, or does for each row what is to be done once.`,
    ]
    return { hasPassed: false, lines, failed: [] }
  }
  const { passedCount, failed, broken } = report
  const [error] = broken
  if (error !== undefined) {
    const lines = [`${id}: ${ownPath} cannot be loaded.`, `✗ ${firstLine(error)}`]
    return { hasPassed: false, lines, failed: [] }
  }
  const count = `${id}: ${passedCount} of ${passedCount + failed.length} tests pass.`
  const [first] = failed
  return {
    hasPassed: first === undefined && passedCount > 0,
    lines: first ? [count, `✗ ${first.name}`, ...describe(first, ownPath)] : [count],
    failed: failed.map(({ name }) => name),
  }
}

function describe({ code, message, expected, received, places }: FailedTest, ownPath: string) {
  if (code === 'E_YOUR_TURN') return [`  ${message}`]
  // Of "not to equal" both sides are the same, and say nothing.
  const isComparison = expected !== undefined && received !== undefined && expected !== received
  const paths = places.map((place) => place.replaceAll('\\', '/'))
  const isOwnFault = paths[0]?.includes(ownPath)
  const sentence = isOwnFault ? `your code failed: ${firstLine(message)}` : firstLine(message)
  const said = isComparison ? compared(expected, received) : [`  ${sentence}`]
  const place = paths.find((one) => one.includes(ownPath)) ?? paths.at(-1)
  const line = pathInStep(place ?? '')
  return line === undefined ? said : [...said, `  at ${line}`]
}

/** A terminal is at least so wide. */
const lineLengthMax = 80

/** Short values side by side; of long ones the lines that differ, four of each at most. */
function compared(expected: string, received: string): string[] {
  const [wanted, got] = [expected, received].map((text) =>
    text
      .replaceAll(/\s*\n\s*/g, ' ')
      .replaceAll(/,(?= [\]}])/g, '')
      .trim(),
  )
  if (Math.max(wanted?.length ?? 0, got?.length ?? 0) <= lineLengthMax) {
    return [`  expected ${wanted}`, `  received ${got}`]
  }
  const lines = lineDiff(expected, received)
  const marked = (mark: string, word: string) =>
    lines
      // The name of a class around the values is no difference.
      .filter((line) => line.startsWith(mark) && !/^.\s*\w*\s*[{[]$/.test(line))
      .slice(0, 4)
      .map((line) => `  ${word} ${line.slice(1).trim()}`)
  return [...marked('-', 'expected'), ...marked('+', 'received')]
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}

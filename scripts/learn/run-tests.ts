import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Exercise } from './exercise.ts'
import type { TestReport } from './file-reporter.ts'
import { learnEnvironment } from './learn-environment.ts'

/** The slowest tests of an exercise take 5 s on two busy cores; a loop without end still ends. */
const exerciseMsMax = 60_000

interface Run {
  readonly testsMsMax?: number
  /** Files in whose place the product's stand, such as `step-2-capture/decode/ipv4.ts`. */
  readonly without?: readonly string[]
  /** Ends the tests, whose report is not wanted any more. */
  readonly signal?: AbortSignal
}

/**
 * Runs an exercise's tests on the files in `folder`.
 * @returns the report; undefined when they did not end in time, or were ended by `signal`
 */
export async function runTests(
  root: string,
  folder: string,
  { package: name, tests, testNames }: Pick<Exercise, 'package' | 'tests' | 'testNames'>,
  { testsMsMax = exerciseMsMax, without = [], signal }: Run = {},
): Promise<TestReport | undefined> {
  const scratch = mkdtempSync(join(tmpdir(), 'learn-'))
  const reportPath = join(scratch, 'report.json')
  const config = join(root, 'scripts/learn/vitest.native.config.ts')
  const only = testNames === undefined ? [] : ['--testNamePattern', testNames]
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const args = [
    vitest,
    'run',
    '--config',
    config,
    ...tests.map((path) => `${name}/${path}`),
    ...only,
  ]
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...learnEnvironment(process.env, folder),
      LEARN_REPORT: reportPath,
      LEARN_WITHOUT: without.join(','),
    },
    stdio: 'ignore',
  })
  let hasEnded = true
  const end = () => {
    hasEnded = false
    child.kill('SIGKILL')
  }
  const timer = setTimeout(end, testsMsMax)
  signal?.addEventListener('abort', end)
  await new Promise((resolve) => child.once('close', resolve))
  clearTimeout(timer)
  try {
    return hasEnded ? (JSON.parse(readFileSync(reportPath, 'utf8')) as TestReport) : undefined
  } catch {
    return { passedCount: 0, failed: [], broken: ['the tests could not be started'] }
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

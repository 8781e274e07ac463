import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestReport } from '../learn/file-reporter.ts'
import { runTests } from '../learn/run-tests.ts'
import type { Guard } from './guard.ts'

/** A contract starts a server for each of a hundred tests, on a machine that does other things. */
const testsMsMax = 300_000

export interface GuardProof {
  readonly name: string
  /** File and line. */
  readonly place: string
  /** The first test that failed without the guard; null where none did. */
  readonly noticedBy: string | null
  /** Why nothing can be said of it: it is not there any more, or the tests did not run. */
  readonly problem?: string
}

/** Takes a guard out, in a copy of its file that the tests load instead, and looks who notices. */
export async function proveGuard(root: string, guard: Guard, number: number): Promise<GuardProof> {
  const { name, change, tests, testNames, testPackage = change.package } = guard
  const path = join(change.package, 'src', change.file)
  const text = readFileSync(join(root, path), 'utf8')
  const [before = '', after, ...more] = text.split(change.in)
  const place = `${path}:${before.split('\n').length}`
  if (after === undefined || more.length > 0) {
    const count = more.length > 0 ? more.length + 1 : 0
    return { name, place: path, noticedBy: null, problem: `its code is there ${count} times` }
  }
  const folder = `my/.proof/guard-${number}`
  const copy = join(root, change.package, folder, change.file)
  try {
    mkdirSync(dirname(copy), { recursive: true })
    writeFileSync(copy, before + change.by + after)
    const only = testNames === undefined ? {} : { testNames }
    const report = await runTests(
      root,
      folder,
      { package: testPackage, tests, ...only },
      { testsMsMax },
    )
    const problem = problemOf(report)
    if (problem !== undefined) return { name, place, noticedBy: null, problem }
    return { name, place, noticedBy: report?.failed[0]?.name ?? null }
  } finally {
    rmSync(join(root, change.package, folder), { recursive: true, force: true })
  }
}

function problemOf(report: TestReport | undefined): string | undefined {
  if (!report) return 'the tests did not end'
  if (report.broken[0] !== undefined) return `the tests cannot be loaded: ${report.broken[0]}`
  return report.failed.length + report.passedCount === 0 ? 'no test was run' : undefined
}

import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestCase } from 'vitest/node'

/** What the tests of an exercise said. */
export interface TestReport {
  readonly passedCount: number
  /** In the order of the file. */
  readonly failed: readonly FailedTest[]
  /** Why a file could not be loaded, if so; then it has no tests. */
  readonly broken: readonly string[]
}

export interface FailedTest {
  readonly name: string
  readonly message: string
  /** From errors of the product: `E_YOUR_TURN`. */
  readonly code?: string
  readonly expected?: string
  readonly received?: string
  /** Where it happened, the innermost first: `/path/file.ts:12`. */
  readonly places: readonly string[]
}

/** Writes the report as JSON to a file, because anything may print to standard output. */
export function fileReporter(path: string): Reporter {
  return {
    onTestRunEnd(modules, unhandled) {
      const tests = modules.flatMap((module) => [...module.children.allTests()])
      const errors = modules.flatMap((module) => module.errors())
      const report: TestReport = {
        passedCount: tests.filter((test) => test.result().state === 'passed').length,
        failed: tests.filter((test) => test.result().state === 'failed').map(failureOf),
        broken: [...errors, ...unhandled].map(brokenText),
      }
      writeFileSync(path, JSON.stringify(report))
    },
  }
}

/** From the folder of the step on, with slashes; undefined outside of the steps. */
export function pathInStep(file: string): string | undefined {
  return /step-\d-[^/]+\/.+$/.exec(file.replaceAll('\\', '/'))?.[0]
}

/** The message, behind the first line of a step's file that the error came from, if it has one. */
function brokenText({ message, stacks = [] }: SerializedError): string {
  const [place] = stacks.flatMap(({ file, line }) => {
    const path = pathInStep(file)
    return path === undefined ? [] : [`${path}:${line}`]
  })
  return place === undefined ? message : `${place}: ${message}`
}

function failureOf(test: TestCase): FailedTest {
  const error = test.result().errors?.[0]
  const { expected, actual } = { ...error }
  // Errors of the product arrive as the JSON that they give of themselves.
  const code = (error?.error as { code?: unknown } | undefined)?.code
  return {
    name: test.fullName.split(' > ').at(-1) ?? test.fullName,
    message: error?.message ?? 'it failed',
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof expected === 'string' ? { expected } : {}),
    ...(typeof actual === 'string' ? { received: actual } : {}),
    places: (error?.stacks ?? []).map(({ file, line }) => `${file}:${line}`),
  }
}

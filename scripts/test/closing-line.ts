import { relative } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends the report with what was skipped, one line a reason, with the name of each failed test, and
 * with "N passed, N failed" alone on the last line. Where REQUIRE_ALL=1, nothing may be skipped: a
 * machine without a program skips the tests that need it, the machine that decides has all of them.
 */
export function closingLine(env: Record<string, string | undefined>): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      const tests = modules.flatMap((module) => [...module.children.allTests()])
      const count = (state: string) => tests.filter((test) => test.result().state === state).length
      const failures = modules.flatMap(failuresOf)
      const skipped = skippedLines(modules)
      for (const line of skipped) console.log(line)
      const mustNotSkip = env.REQUIRE_ALL === '1' && skipped.length > 0
      if (mustNotSkip) {
        console.log('REQUIRE_ALL=1 is set, so a skipped test is a failed one')
        process.exitCode = 1
      }
      for (const failure of failures) console.log(`failed: ${failure}`)
      const failed = failures.length + unhandledErrors.length
      console.log(
        `${count('passed')} passed, ${failed + (mustNotSkip ? count('skipped') : 0)} failed`,
      )
    },
  }
}

/** The tests that failed, by name, and what could not begin: a file, or tests whose hook failed. */
function failuresOf(module: TestModule): string[] {
  const file = relative(process.cwd(), module.moduleId)
  const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0)
  const failed = [...suites, ...module.children.allTests('failed')]
  return [
    ...(module.errors().length > 0 ? [file] : []),
    ...failed.map(({ fullName }) => `${file} > ${fullName}`),
  ]
}

function skippedLines(modules: readonly TestModule[]): string[] {
  const counts = new Map<string, number>()
  for (const module of modules) {
    for (const test of module.children.allTests('skipped')) {
      const result = test.result()
      const reason =
        ('note' in result && result.note) ||
        `something that is missing here is needed by ${module.relativeModuleId}`
      counts.set(reason, (counts.get(reason) ?? 0) + 1)
    }
  }
  return [...counts].map(([reason, count]) => `${count} skipped: ${reason}`)
}

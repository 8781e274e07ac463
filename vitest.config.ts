import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { closingLine } from './scripts/test/closing-line.ts'
import { SlowestFirst } from './scripts/test/slowest-first.ts'

const folders = ['step-1-skeleton', 'step-2-capture', 'step-3-persistence', 'step-4-dashboard']

/**
 * `npm test`: the tests of every step, each as its own project, and those of the scripts. The files
 * of a project share a worker's modules: loading them anew for each file took half of the time.
 */
export default defineConfig({
  test: {
    projects: [...folders, 'scripts'].map((name) => ({
      extends: true,
      test: { name, root: name, isolate: false },
    })),
    // A test that waits for a process leaves its core to another.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: SlowestFirst },
    // What starts processes takes seconds where cores are shared; a hang still ends.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    silent: 'passed-only', // What a passing test logs is of no interest.
    reporters: ['default', closingLine(process.env)],
  },
})

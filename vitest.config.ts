import { defineConfig } from 'vitest/config'
import { closingLine } from './scripts/test/closing-line.ts'

/** `npm test`: the tests of every step, each as its own project, and those of the scripts. */
export default defineConfig({
  test: {
    projects: ['step-*', { test: { name: 'scripts', include: ['scripts/**/*.test.ts'] } }],
    silent: 'passed-only', // What a passing test logs is of no interest.
    reporters: ['default', closingLine(process.env)],
  },
})

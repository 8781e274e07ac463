import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { fileReporter } from './file-reporter.ts'

/**
 * Tests of an exercise, or of a guard that was taken out. Node itself loads the modules, so that `own-files.mjs` decides whose they
 * are; with Vite's own loader the tests would always see the product's, and pass.
 */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['step-*/src/**/*.test.ts', 'step-*/test/**/*.test.ts'],
    // A thread ends with its process, also while a learner's loop does not.
    pool: 'threads',
    fileParallelism: false,
    testTimeout: 10_000,
    experimental: { viteModuleRunner: false },
    reporters: [fileReporter(process.env.LEARN_REPORT ?? '')],
  },
})

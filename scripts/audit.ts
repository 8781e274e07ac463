import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { auditReport } from './audit/audit-report.ts'
import { pnpmVersion } from './setup.mjs'

/**
 * `npm run audit`: sends the names and versions of the lock file, and nothing else, to the
 * registry's advisory route, and fails where a known weakness is high or critical. Without an
 * answer it says so and passes: a machine without a network must be able to test.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const command = ['--yes', `pnpm@${pnpmVersion}`, 'audit', '--json', ...process.argv.slice(2)]
const { stdout, stderr, error } = spawnSync('npx', command, {
  cwd: root,
  // One try: who has no network waits for no answer.
  env: { ...process.env, pnpm_config_fetch_retries: '0' },
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  timeout: 120_000,
})
const { lines, fails } = auditReport(stdout, error?.message ?? stderr)
for (const line of lines) console.log(line)
if (fails) process.exitCode = 1

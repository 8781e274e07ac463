import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `npm run check`: everything that is judged without running the product. */
const root = dirname(dirname(fileURLToPath(import.meta.url)))

const checks: readonly [name: string, script: string, ...args: string[]][] = [
  ['style', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  ...typeProjects().map((folder): [string, string, ...string[]] => [
    `types of ${folder}`,
    'node_modules/typescript/bin/tsc',
    // What has not changed since the last check is not judged again: a tenth of the time.
    ...['--noEmit', '--incremental', '--tsBuildInfoFile', buildInfo(folder), '-p', folder],
  ]),
  ['nothing unused', 'node_modules/knip/bin/knip.js', '--no-progress'],
  ['structure', 'scripts/check-structure.ts'],
  ['generated documents', 'scripts/docs.ts', '--check'],
]

const failed = checks.filter((check) => !passes(check))
if (failed.length > 0) process.exitCode = 1

function passes([name, script, ...args]: (typeof checks)[number]): boolean {
  const startedAt = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (status !== 0) console.log(`${stdout}${stderr}`)
  return status === 0
}

function buildInfo(folder: string): string {
  return join(root, 'node_modules/.cache/types', `${folder.replaceAll('/', '-')}.tsbuildinfo`)
}

/** The folders with a tsconfig.json: the workspace itself, each step, and the pages of step 4. */
function typeProjects(): string[] {
  const steps = readdirSync(root).filter((name) => name.startsWith('step-'))
  return ['.', ...steps, ...steps.map((step) => `${step}/web`)].filter((folder) =>
    existsSync(join(root, folder, 'tsconfig.json')),
  )
}

import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { checkReadme } from './readme/check-readme.ts'

/**
 * `npm run readme`: runs every console block of every README and compares the output with what
 * stands there; `-- --write` writes the true output instead. Files may be named.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
})

// A signal ends this by way of `exit`, where the server of a README is ended as well.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(1))

let problemCount = 0
const notRun: string[] = []
for (const path of positionals.length > 0 ? positionals : readmes()) {
  const { write } = values
  const report = await checkReadme({ root, path, serverCommand: serverOf(path), write })
  console.log(`${path}: ${report.commandCount} commands, ${report.problems.length} problems`)
  for (const problem of report.problems) console.log(problem)
  problemCount += write ? 0 : report.problems.length
  notRun.push(...report.notRun)
}
if (notRun.length > 0) console.log(['not run:', ...notRun].join('\n  '))
if (problemCount > 0) {
  console.log('npm run readme -- --write puts the true output there, to be read before it is kept')
  process.exitCode = 1
}

function readmes(): string[] {
  const steps = readdirSync(root).filter((name) => name.startsWith('step-'))
  const docs = existsSync(join(root, 'docs')) ? readdirSync(join(root, 'docs')) : []
  return [
    ...['README.md', 'CONTRIBUTING.md', 'samples/README.md'],
    ...steps.map((step) => `${step}/README.md`),
    ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
  ].filter((path) => existsSync(join(root, path)))
}

/** A step's README asks that step's server, every other one the product. */
function serverOf(path: string): string {
  const step = /^step-(\d)-/.exec(path)?.[1]
  return step ? `npm run step${step}` : 'npm start'
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockFileProblems, manifestProblems, unjustifiedPackages } from './manifests.ts'

const workspace = fileURLToPath(new URL('../..', import.meta.url))
const scripts = { dev: 'x', start: 'x', test: 'x', typecheck: 'x' }

describe('manifests', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'manifests-'))
    mkdirSync(join(root, 'step-1-first'))
    writeFileSync(join(root, 'package.json'), '{"name":"all","version":"1.0.0"}')
  })
  afterEach(() => rmSync(root, { recursive: true }))

  function problemsOf(change: object) {
    const manifest = { name: 'step-1-first', version: '1.0.0', scripts, ...change }
    writeFileSync(join(root, 'step-1-first/package.json'), JSON.stringify(manifest))
    return manifestProblems(root)
  }

  it('of this workspace agree', () => {
    expect(manifestProblems(workspace)).toEqual([])
    expect(lockFileProblems(workspace)).toEqual([])
  })

  it.each([
    ['another version', { version: '1.0.1' }, 'has version 1.0.1, not 1.0.0'],
    ['another name', { name: 'first' }, 'is named first'],
    ['a version of its own', { dependencies: { hono: '4.0.0' } }, 'takes hono from 4.0.0'],
    ['a range', { devDependencies: { hono: '^4.0.0' } }, 'takes hono from ^4.0.0'],
    ['a step by number', { dependencies: { 'step-0-x': '1.0.0' } }, 'takes step-0-x from 1.0.0'],
    ['no tests', { scripts: { ...scripts, test: undefined } }, 'has no script test'],
  ])('are found with %s', (_, change, problem) => {
    expect(problemsOf({})).toEqual([])
    expect(problemsOf(change)).toEqual([expect.stringContaining(problem)])
  })

  it('are found with a package that the README does not justify', () => {
    const catalog =
      "packages:\n  - step-*\ncatalog:\n  '@hono/x': 1.0.0\n  zod: 4.0.0\n  pg: 8.0.0\n"
    writeFileSync(join(root, 'pnpm-workspace.yaml'), catalog)
    writeFileSync(
      join(root, 'README.md'),
      '| `zod`, `@hono/x` | checks |\n| pg | not named as code |\n',
    )
    expect(unjustifiedPackages(root)).toEqual(['README.md does not say what pg is for'])
  })

  it('are found with a host in the lock file', () => {
    writeFileSync(join(root, 'pnpm-lock.yaml'), 'a: 1\nb: https://registry.example/b.tgz\n')
    expect(lockFileProblems(root)).toEqual([expect.stringContaining('line 2')])
  })
})

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bundledNode, findNode, SetupError, setUpPages } from './setup.mjs'

/** Stands where Vite stands in the workspace; each run leaves one more letter in the page. */
const builder = `import { appendFileSync, mkdirSync } from 'node:fs'
mkdirSync('web/dist', { recursive: true })
appendFileSync('web/dist/index.html', 'x')
if (process.env.BROKEN_BUILD) process.exit(1)
`

describe('the pages of the dashboard', () => {
  let root: string
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const buildCount = () => readFileSync(join(root, 'step-4-dashboard/web/dist/index.html')).length
  const setUp = () => setUpPages(root, process.execPath)

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'setup-'))
    write('step-4-dashboard/node_modules/vite/bin/vite.js', builder)
    write('step-4-dashboard/web/index.html', '<div></div>')
    write('step-4-dashboard/web/src/main.tsx', 'one')
    write('pnpm-lock.yaml', '')
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('are built once', () => {
    setUp()
    setUp()
    expect(buildCount()).toBe(1)
  })

  it.each([
    ['a source is changed', 'step-4-dashboard/web/src/main.tsx'],
    ['a source is added', 'step-4-dashboard/web/src/other.tsx'],
    ['a dependency is changed', 'pnpm-lock.yaml'],
  ])('are built again when %s', (_, path) => {
    setUp()
    write(path, 'two')
    setUp()
    expect(buildCount()).toBe(2)
  })

  it('are built again when they were deleted', () => {
    setUp()
    rmSync(join(root, 'step-4-dashboard/web/dist'), { recursive: true })
    setUp()
    expect(buildCount()).toBe(1)
  })

  it('are built again after a build that failed, which says so', () => {
    process.env.BROKEN_BUILD = '1'
    expect(setUp).toThrow(SetupError)
    delete process.env.BROKEN_BUILD
    setUp()
    expect(buildCount()).toBe(2)
  })
})

describe('the Node of the workspace', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'setup-node-'))
    for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
      writeFileSync(join(root, file), '{}')
    }
    mkdirSync(dirname(bundledNode(root)), { recursive: true })
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it.each([
    ['is taken where it runs', '#!/bin/sh\nexit 0\n', () => bundledNode(root)],
    [
      'gives way to the one of the user where its loader is missing',
      '#!/no/loader\n',
      () => process.execPath,
    ],
  ])('%s', (_, program, expected) => {
    writeFileSync(bundledNode(root), program)
    chmodSync(bundledNode(root), 0o755)
    expect(findNode(root)).toBe(expected())
  })
})

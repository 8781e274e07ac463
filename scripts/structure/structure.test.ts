import { describe, expect, it } from 'vitest'
import { borderCrossings } from './borders.ts'
import { circles } from './circles.ts'
import { upwardImports } from './layers.ts'
import { longFiles } from './long-files.ts'
import { importsOf, type SourceFile } from './sources.ts'

function source(path: string, ...imports: string[]): SourceFile {
  return { path, imports, lineCount: 10 }
}

describe('imports of a file', () => {
  it('are found in every form', () => {
    const text = `import './a.ts'
import b from './b.ts'
import type { C } from './c.ts'
import {
  d,
} from './d.ts'
export * from './e.ts'
export type { F } from './f.ts'
const g = await import('./g.ts')
const x = "import { h } from './h.ts'"
// import { i } from './i.ts'
const from = 'j'
`
    expect(importsOf(text).sort()).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `./${name}.ts`),
    )
  })
})

describe('circles', () => {
  it('are named file by file, once', () => {
    const files = [source('a', 'b', 'd'), source('b', 'c'), source('c', 'a'), source('d', 'c')]
    expect(circles(files)).toEqual(['a -> b -> c -> a'])
  })

  it('are not seen where two ways lead to one file', () => {
    expect(
      circles([source('a', 'b', 'c'), source('b', 'd'), source('c', 'd'), source('d')]),
    ).toEqual([])
  })
})

describe('borders', () => {
  it.each([
    ['step-2-capture/src/app.ts', 'step-1-skeleton', false],
    ['step-2-capture/src/app.ts', 'step-1-skeleton/contract', false],
    ['step-2-capture/src/app.ts', 'step-2-capture/src/engine.ts', false],
    ['step-2-capture/src/app.ts', 'step-1-skeleton/src/app.ts', true],
    ['scripts/bench/run.ts', 'step-2-capture/src/engine.ts', true],
    ['scripts/bench/run.ts', 'step-2-capture', false],
    ['step-3-persistence/src/app.ts', 'step-1-skeleton', true],
    ['step-2-capture/src/app.ts', 'step-3-persistence', true],
    ['step-2-capture/src/app.ts', 'hono/body-limit', false],
  ])('%s may not import %s: %s', (path, name, crosses) => {
    expect(borderCrossings([source(path, name)])).toHaveLength(crosses ? 1 : 0)
  })
})

describe('layers', () => {
  const rooms = { 'step-2-capture/src': ['ground', 'upper', 'upper/attic', 'app.ts'] }
  const at = (path: string) => `step-2-capture/src/${path}`

  it.each([
    ['upper/a.ts', 'ground/b.ts', 0],
    ['upper/a.ts', 'upper/b.ts', 0],
    ['app.ts', 'upper/attic/b.ts', 0],
    ['ground/a.ts', 'upper/b.ts', 1],
    ['upper/a.ts', 'upper/attic/b.ts', 1],
    ['upper/attic/a.ts', 'upper/b.ts', 0],
    ['ground/a.test.ts', 'app.ts', 0],
  ])('%s imports %s: %d problem', (from, to, problems) => {
    expect(upwardImports([source(at(from), at(to))], rooms)).toHaveLength(problems)
  })

  it.each([
    ['page/a.ts', 'ground/b.ts', 0],
    ['page/a.ts', 'page/b.ts', 0],
    ['page/a.ts', 'another/b.ts', 1],
    ['app.ts', 'page/a.ts', 0],
    ['ground/a.ts', 'page/b.ts', 1],
    ['page/a.ts', 'app.ts', 1],
  ])('with a floor for what has no name: %s imports %s: %d problem', (from, to, problems) => {
    const open = { 'step-2-capture/src': ['ground', '*', 'app.ts'] }
    expect(upwardImports([source(at(from), at(to))], open)).toHaveLength(problems)
    expect(upwardImports([source(at('loose.ts'))], open)).toHaveLength(1)
  })

  it('have a place for each file', () => {
    expect(upwardImports([source(at('cellar/a.ts'))], rooms)).toHaveLength(1)
    expect(upwardImports([source('scripts/a.ts', at('app.ts'))], rooms)).toEqual([])
  })
})

describe('long files', () => {
  it.each([
    ['a.ts', 250, 0],
    ['a.ts', 251, 1],
    ['a.test.ts', 251, 0],
    ['known.ts', 251, 0],
  ])('%s with %d lines: %d problem', (path, lineCount, problems) => {
    const allowed = new Map([['known.ts', 'a table']])
    expect(longFiles([{ path, lineCount, imports: [] }], allowed)).toHaveLength(problems)
  })
})

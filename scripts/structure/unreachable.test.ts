import { expect, test } from 'vitest'
import type { SourceFile } from './sources.ts'
import { unreachableFiles } from './unreachable.ts'

const exportsOf = new Map([
  ['step-1', ['step-1/src/index.ts']],
  ['step-1/contract', ['step-1/test/contract.ts']],
])

function problemsIn(imports: Readonly<Record<string, readonly string[]>>, text = ''): string[] {
  const sources: SourceFile[] = Object.entries(imports).map(([path, names]) => ({
    path,
    lineCount: 1,
    imports: names,
  }))
  return unreachableFiles(sources, exportsOf, () => text)
}

test.each([
  ['its test', 'step-1/src/lost.test.ts'],
  ['a script', 'step-1/scripts/fuzz.ts'],
])('a file that only %s imports is reported', (_, importer) => {
  const problems = problemsIn({
    'step-1/src/server.ts': [],
    'step-1/src/lost.ts': [],
    [importer]: ['step-1/src/lost.ts'],
  })
  expect(problems).toEqual(['step-1/src/lost.ts: no server, command or page reaches this file'])
})

test.each([
  ['a server', { 'step-2/src/server.ts': ['step-2/src/part.ts'], 'step-2/src/part.ts': [] }],
  [
    'a page',
    { 'step-4/web/src/main.tsx': ['step-4/web/src/part.tsx'], 'step-4/web/src/part.tsx': [] },
  ],
  [
    'the index of its package',
    { 'step-1/src/index.ts': ['step-1/src/a.ts'], 'step-1/src/a.ts': [] },
  ],
  [
    'another file on the way',
    {
      'step-2/src/server.ts': ['step-2/src/a.ts'],
      'step-2/src/a.ts': ['step-2/src/b.ts'],
      'step-2/src/b.ts': [],
    },
  ],
])('a file that %s reaches is not', (_, imports) => {
  expect(problemsIn(imports)).toEqual([])
})

test('a worker is reached by its address', () => {
  const sources = { 'step-2/src/server.ts': [], 'step-2/src/run/worker.ts': [] }
  const text = "new Worker(new URL('./run/worker.ts', import.meta.url))"
  expect(problemsIn(sources, text)).toEqual([])
  expect(problemsIn(sources)).toHaveLength(1)
})

import { expect, it } from 'vitest'
import type { TestProject } from 'vitest/node'
import { slowestFirst } from './slowest-first.ts'

it('starts contracts first, then what starts servers, and keeps the projects apart', () => {
  const [one, two] = [{ name: 'one' } as TestProject, { name: 'two' } as TestProject]
  const files = [
    { project: two, moduleId: '/two/src/large.test.ts' },
    { project: two, moduleId: '/two/test/e2e/page.test.ts' },
    { project: two, moduleId: '/two/test/contract.test.ts' },
    { project: one, moduleId: '/one/src/b.test.ts' },
    { project: one, moduleId: '/one/src/a.test.ts' },
    { project: one, moduleId: '/one/test/server.test.ts' },
  ]
  expect(slowestFirst(files).map(({ moduleId }) => moduleId)).toEqual([
    '/two/test/contract.test.ts',
    '/two/test/e2e/page.test.ts',
    '/two/src/large.test.ts',
    '/one/test/server.test.ts',
    '/one/src/b.test.ts',
    '/one/src/a.test.ts',
  ])
})

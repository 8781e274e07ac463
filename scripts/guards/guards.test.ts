import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { guards } from './guards.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

it.each(guards)('where $name, the code to take out is there once', ({ change }) => {
  const text = readFileSync(join(root, change.package, 'src', change.file), 'utf8')
  expect(text.split(change.in)).toHaveLength(2)
})

it.each(guards)('the tests are there that must notice that $name', (guard) => {
  const { change, testPackage = change.package, tests } = guard
  for (const test of tests) expect(existsSync(join(root, testPackage, test)), test).toBe(true)
})

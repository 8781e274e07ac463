import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkJsonShape, jsonContainerCountMax, jsonDepthMax } from './json-shape.ts'

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

it('takes as many levels as there may be, and refuses one more', () => {
  expect(() => checkJsonShape(nested(jsonDepthMax))).not.toThrow()
  expect(() => checkJsonShape(nested(jsonDepthMax + 1))).toThrow('deeper than 64 levels')
  expect(() => checkJsonShape(`{"a":`.repeat(jsonDepthMax + 1))).toThrow('deeper than 64 levels')
})

it('takes as many objects and arrays as there may be, and refuses one more', () => {
  const wide = (count: number) => `[${'{},'.repeat(count - 2)}[]]`
  expect(() => checkJsonShape(wide(jsonContainerCountMax))).not.toThrow()
  expect(() => checkJsonShape(wide(jsonContainerCountMax + 1))).toThrow('objects and arrays')
})

it('does not count brackets in strings, whatever stands before their quotes', () => {
  const text = JSON.stringify([`${'['.repeat(100)}\\`, `"${'{'.repeat(100)}`, '\\\\', '\\"['])
  expect(() => checkJsonShape(text)).not.toThrow()
  expect(() => checkJsonShape('"[[[')).not.toThrow()
})

it('agrees with what is parsed, for any JSON', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 100 }), (text) => {
      const isShallow = depthOf(JSON.parse(text)) <= jsonDepthMax
      let isTaken = true
      try {
        checkJsonShape(text)
      } catch {
        isTaken = false
      }
      expect(isTaken).toBe(isShallow)
    }),
  )
})

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ranges } from './ranges.ts'

const placeCount = 60
const range = fc.tuple(fc.nat(placeCount - 2), fc.integer({ min: 1, max: 12 }))

/** The ranges of set places, those that touch in one. */
function rangesOf(isSet: readonly boolean[]): [number, number][] {
  const found: [number, number][] = []
  for (const [at, isThere] of isSet.entries()) {
    if (!isThere) continue
    const last = found.at(-1)
    if (last?.[1] === at) last[1]++
    else found.push([at, at + 1])
  }
  return found
}

test('holds what was added, ascending and joined, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 20 }), range, (added, [askedStart, askedLength]) => {
      const ranges = new Ranges()
      const isSet = Array<boolean>(placeCount + 12).fill(false)
      for (const [start, length] of added) {
        ranges.add(start, start + length)
        isSet.fill(true, start, start + length)
      }
      const expected = rangesOf(isSet)
      const held = expected.map((_, i) => [ranges.startOf(i), ranges.endOf(i)])
      expect([ranges.count, held]).toEqual([expected.length, expected])
      expect(ranges.end).toBe(expected.at(-1)?.[1] ?? 0)
      const asked = isSet.slice(askedStart, askedStart + askedLength)
      expect(ranges.overlaps(askedStart, askedStart + askedLength)).toBe(asked.includes(true))
    }),
  )
})

test('begins anew when it is cleared', () => {
  const ranges = new Ranges()
  ranges.add(5, 9)
  ranges.clear()
  expect([ranges.count, ranges.end, ranges.overlaps(0, 100)]).toEqual([0, 0, false])
  ranges.add(1, 2)
  expect([ranges.count, ranges.startOf(0), ranges.endOf(0)]).toEqual([1, 1, 2])
})

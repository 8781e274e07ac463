import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OldestEntries } from './oldest-entries.ts'

describe('OldestEntries', () => {
  it('gives them in the order in which they came, whatever is added and deleted between', () => {
    const key = fc.integer({ min: 0, max: 500 })
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ add: key }) },
      { weight: 1, arbitrary: fc.record({ remove: key }) },
      { weight: 2, arbitrary: fc.constant('evict' as const) },
    )
    fc.assert(
      fc.property(fc.array(step, { minLength: 300, maxLength: 900 }), (steps) => {
        const map = new Map<number, object>()
        for (let n = 0; n < 300; n++) map.set(1000 + n, {})
        const oldest = new OldestEntries(map)
        for (const [at, one] of steps.entries()) {
          if (one === 'evict') {
            const [expected] = map
            const entry = oldest.next()
            expect(entry).toEqual(expected)
            if (!entry) continue
            map.delete(entry[0])
            // Every third one is touched, and goes to the end.
            if (at % 3 === 0) map.set(entry[0], entry[1])
          } else if ('add' in one) {
            map.delete(one.add)
            map.set(one.add, { at })
          } else map.delete(one.remove)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('gives nothing of an empty map', () => {
    expect(new OldestEntries(new Map()).next()).toBeUndefined()
  })
})

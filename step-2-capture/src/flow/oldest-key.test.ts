import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OldestKey } from './oldest-key.ts'

describe('OldestKey', () => {
  it('gives the keys in the order in which they came, whatever is added and deleted between', () => {
    const step = fc.oneof(
      fc.record({ add: fc.integer({ min: 0, max: 20 }) }),
      fc.record({ remove: fc.integer({ min: 0, max: 20 }) }),
      fc.constant('evict' as const),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const map = new Map<number, number>()
        const oldest = new OldestKey(map)
        for (const [at, one] of steps.entries()) {
          if (one === 'evict') {
            const [expected] = map.keys()
            const key = oldest.next()
            expect(key).toBe(expected)
            map.delete(key as number)
            // Every third one is touched, and goes to the end.
            if (at % 3 === 0 && key !== undefined) map.set(key, at)
          } else if ('add' in one) map.set(one.add, at)
          else map.delete(one.remove)
        }
      }),
    )
  })
})

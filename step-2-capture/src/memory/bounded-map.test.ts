import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BoundedMap } from './bounded-map.ts'

describe('BoundedMap', () => {
  it('holds what a Map would hold if the first entry were deleted to make room', () => {
    const key = fc.integer({ min: 0, max: 30 })
    const step = fc.oneof(
      fc.record({ set: key }),
      fc.record({ renew: key }),
      fc.record({ remove: key }),
    )
    fc.assert(
      fc.property(fc.array(step, { minLength: 100, maxLength: 300 }), (steps) => {
        const evicted: number[] = []
        const map = new BoundedMap<number, number>({
          countMax: 10,
          onEvict: (_, key) => evicted.push(key),
        })
        const model = new Map<number, number>()
        const modelEvicted: number[] = []
        const makeRoom = (key: number) => {
          const [oldest] = model.keys()
          if (oldest === undefined || model.size < 10 || model.has(key)) return
          model.delete(oldest)
          modelEvicted.push(oldest)
        }
        for (const [at, one] of steps.entries()) {
          if ('remove' in one) {
            expect(map.delete(one.remove)).toBe(model.delete(one.remove))
          } else if ('renew' in one) {
            map.renew(one.renew, at)
            model.delete(one.renew)
            makeRoom(one.renew)
            model.set(one.renew, at)
          } else {
            map.set(one.set, at)
            makeRoom(one.set)
            model.set(one.set, at)
          }
          expect([...map]).toEqual([...model])
        }
        expect([...map.values()]).toEqual([...model.values()])
        expect(evicted).toEqual(modelEvicted)
        expect(map.evictedCount).toBe(modelEvicted.length)
      }),
    )
  })

  it('gives the oldest entry a second chance if it is spared', () => {
    const spared = new Set(['a', 'b'])
    const map = new BoundedMap<string, string>({
      countMax: 3,
      isSpared: (value) => spared.delete(value),
    })
    for (const name of ['a', 'b', 'c', 'd']) map.set(name, name)
    expect([...map.values()]).toEqual(['a', 'b', 'd'])
    expect(map.evictedCount).toBe(1)
    map.set('e', 'e')
    expect([...map.values()]).toEqual(['b', 'd', 'e'])
  })

  it('lets entries be deleted while they are walked over', () => {
    const map = new BoundedMap<number, number>({ countMax: 10 })
    for (let n = 0; n < 5; n++) map.set(n, n)
    for (const [key] of map) map.delete(key)
    expect(map.size).toBe(0)
  })
})

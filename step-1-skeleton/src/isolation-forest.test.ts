import { describe, expect, it } from 'vitest'
import { isolationForest as ofThePackage } from './isolation-forest.ts'
import { createOwnForest } from './own-forest.ts'

/** 300 rows around the origin, always the same. */
const cluster = Array.from({ length: 300 }, (_, index) => [
  Math.sin(index) / 2,
  Math.cos(index * 7) / 2,
])

describe.each([
  ['the package', ofThePackage],
  ['its own tree', createOwnForest(Math.random)],
])('isolation forest on %s', (_, isolationForest) => {
  it('scores a row far from all others higher than any of them', () => {
    const forest = isolationForest.train([...cluster, [9, 9]])
    const others = cluster.map((row) => forest.score(row))
    expect(forest.score([9, 9])).toBeGreaterThan(Math.max(...others))
  })

  it.each([0, 1])('refuses to learn from %d rows, for which the package gives NaN', (count) => {
    expect(() => isolationForest.train(cluster.slice(0, count))).toThrow(
      expect.objectContaining({ code: 'E_TOO_FEW_ITEMS', status: 422 }),
    )
  })

  it.each([
    ['two rows', [[0], [1]]],
    ['equal rows', new Array(50).fill([5, 5])],
    ['a constant column', cluster.map(([x]) => [x ?? 0, 3])],
    ['a row a trillion deviations away', [...cluster, [1e12, -1e12]]],
  ])('gives finite scores after %s', (_, rows: number[][]) => {
    const forest = isolationForest.train(rows)
    const columnCount = rows[0]?.length ?? 0
    for (const row of [...rows, new Array(columnCount).fill(-1e12)]) {
      expect(Number.isFinite(forest.score(row))).toBe(true)
    }
  })

  it('has 100 trees however often it is trained', () => {
    const treeCounts = [1, 2].map(() => {
      const state = isolationForest.train(cluster).toState() as { trees: unknown[] }
      return state.trees.length
    })
    expect(treeCounts).toEqual([100, 100])
  })

  it('grows no larger with more training rows, and keeps none of them', () => {
    const sizeOf = (rows: number[][]) =>
      JSON.stringify(isolationForest.train(rows).toState()).length
    const many = Array.from({ length: 5000 }, (_, index) => [Math.sin(index), Math.cos(index * 7)])
    expect(sizeOf(many)).toBeLessThan(sizeOf(many.slice(0, 256)) * 1.5)
  })

  it('scores the same after it was written to JSON and read back', () => {
    const forest = isolationForest.train(cluster)
    const restored = isolationForest.restore(JSON.parse(JSON.stringify(forest.toState())))
    for (const row of [...cluster, [4, -4]]) expect(restored.score(row)).toBe(forest.score(row))
  })

  it.each([
    ['nothing', null],
    ['no trees', { sampleCount: 2, trees: [] }],
    ['half a tree', { sampleCount: 2, trees: [[0, 1, 2]] }],
    ['code', { sampleCount: 2, trees: ['() => 1'] }],
    ['a negative column', { sampleCount: 2, trees: [[-1, 0, 1, 1]] }],
  ])('refuses a state that holds %s', (_, state) => {
    expect(() => isolationForest.restore(state)).toThrow(
      expect.objectContaining({ code: 'E_MODEL_DAMAGED' }),
    )
  })
})

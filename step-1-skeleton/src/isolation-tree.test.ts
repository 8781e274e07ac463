import { describe, expect, it } from 'vitest'
import { averagePathLength, growTree, pathLength, type Tree } from './isolation-tree.ts'

/** Random numbers that are the same each time (Park and Miller's generator). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

const always = (number: number) => () => number

/** Rows at 0, 1, 2 … in both columns. */
const diagonal = (count: number) => Array.from({ length: count }, (_, at) => [at, at])

function leavesOf(tree: Tree): number[] {
  return typeof tree === 'number' ? [tree] : [...leavesOf(tree[2]), ...leavesOf(tree[3])]
}

function depthOf(tree: Tree): number {
  return typeof tree === 'number' ? 0 : 1 + Math.max(depthOf(tree[2]), depthOf(tree[3]))
}

describe('growing a tree', () => {
  it('makes a leaf of one row, and of any rows at the depth limit', () => {
    expect(growTree([[1, 2]], { depthMax: 8, random: always(0.5) })).toBe(1)
    expect(growTree(diagonal(5), { depthMax: 0, random: always(0.5) })).toBe(5)
  })

  it('makes a leaf of rows that are equal', () => {
    const rows = Array.from({ length: 7 }, () => [3, 3])
    expect(growTree(rows, { depthMax: 8, random: always(0.5) })).toBe(7)
  })

  it('cuts between the smallest and the largest value of a column', () => {
    const values = [0.25, 0.5, 0.75].map((number) => {
      const tree = growTree([[10], [20]], { depthMax: 8, random: always(number) })
      expect(tree).toEqual([0, expect.any(Number), 1, 1])
      return (tree as [number, number, Tree, Tree])[1]
    })
    expect(Math.min(...values)).toBeGreaterThan(10)
    expect(Math.max(...values)).toBeLessThanOrEqual(20)
    expect(new Set(values).size, 'another place with each random number').toBe(3)
  })

  it('leaves no half empty, whatever the random number', () => {
    for (const number of [0, 1e-12, 0.5, 1 - 2 ** -53]) {
      const tree = growTree([[10], [20]], { depthMax: 1, random: always(number) })
      expect(leavesOf(tree), `random() is ${number}`).toEqual([1, 1])
    }
  })

  it('cuts every column that can be cut, and never a constant one', () => {
    const rows = Array.from({ length: 64 }, (_, at) => [at, 7, at])
    const columns = new Set<number>()
    for (let seed = 1; seed <= 50; seed++) {
      const tree = growTree(rows, { depthMax: 1, random: seeded(seed * 7_919) })
      if (typeof tree !== 'number') columns.add(tree[0])
    }
    expect([...columns].sort()).toEqual([0, 2])
  })

  it('stops at the depth limit, and keeps every row in one leaf', () => {
    const tree = growTree(diagonal(256), { depthMax: 4, random: seeded(42) })
    expect(depthOf(tree)).toBe(4)
    expect(leavesOf(tree).reduce((sum, count) => sum + count, 0)).toBe(256)
  })
})

describe('the path of a row', () => {
  /** Column 0 is cut at 5, then what is not below it is cut at 2 in column 1. */
  const tree: Tree = [0, 5, 1, [1, 2, 1, 3]]

  it('counts the cuts from the root to the leaf', () => {
    expect(pathLength(tree, [3, 0])).toBe(1)
    expect(pathLength(tree, [7, 1])).toBe(2)
  })

  it('takes a row at the value of a cut to the half that is not below', () => {
    expect(pathLength(tree, [5, 1])).toBe(2)
  })

  it('adds what the rows of a crowded leaf would still have taken', () => {
    expect(pathLength(tree, [7, 9])).toBeCloseTo(2 + averagePathLength(3), 12)
  })

  it('is shorter for a row far from the crowd', () => {
    const rows = [...diagonal(63).map((row) => row.map((value) => value / 63)), [9, 9]]
    let far = 0
    let amid = 0
    for (let seed = 1; seed <= 100; seed++) {
      const grown = growTree(rows, { depthMax: 6, random: seeded(seed * 104_729) })
      far += pathLength(grown, [9, 9]) / 100
      amid += pathLength(grown, [0.5, 0.5]) / 100
    }
    expect(far).toBeLessThan(2)
    expect(amid).toBeGreaterThan(5)
  })
})

describe('the average path', () => {
  it.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 1.207_392],
    [256, 10.244_771],
  ])('of %i rows takes %f cuts', (rowCount, cuts) => {
    expect(averagePathLength(rowCount)).toBeCloseTo(cuts, 5)
  })
})

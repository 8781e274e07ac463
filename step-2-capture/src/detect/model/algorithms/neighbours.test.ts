import { expect, test } from 'vitest'
import { NearestRows } from './nearest-rows.ts'
import { createLocalOutlier, createNearestNeighbours, neighbourRowCountMax } from './neighbours.ts'
import { createRandom } from './random.ts'

/** Two clouds of one shape, the second ten times as wide. */
function clouds(seed: number): number[][] {
  const random = createRandom(seed)
  return Array.from({ length: 400 }, (_, index) => {
    const [centre, width] = index % 2 === 0 ? [0, 0.1] : [10, 1]
    return [centre + width * random.normal(), centre + width * random.normal()]
  })
}

const rows = clouds(1)
/** As far from the narrow cloud as rows of the wide cloud are from each other. */
const besideNarrow = [0.7, -0.7]

function rankAmong(scores: readonly number[], score: number): number {
  return scores.filter((other) => other < score).length / scores.length
}

test('the local outlier factor sees what is far for its own surroundings', () => {
  const scorer = createLocalOutlier().train(rows)
  const scores = rows.map((row) => scorer.score(row))
  expect(rankAmong(scores, scorer.score(besideNarrow))).toBe(1)
  const distances = createNearestNeighbours().train(rows)
  const other = rows.map((row) => distances.score(row))
  expect(rankAmong(other, distances.score(besideNarrow))).toBeLessThan(1)
})

test('the local outlier factor of a row amid others is about 1', () => {
  const scorer = createLocalOutlier().train(rows)
  expect(scorer.score([0, 0])).toBeCloseTo(1, 0)
  expect(scorer.score([10, 10])).toBeCloseTo(1, 0)
})

test.each([createNearestNeighbours, createLocalOutlier])(
  'rows that were learned score as others of their kind do',
  (create) => {
    const scorer = create().train(rows)
    const median = (some: readonly number[][]) =>
      some.map((row) => scorer.score(row)).sort((a, b) => a - b)[some.length / 2]!
    expect(median(rows) / median(clouds(2))).toBeGreaterThan(0.9)
    expect(median(rows) / median(clouds(2))).toBeLessThan(1.1)
  },
)

test('finds the same neighbours as a sort of all distances', () => {
  const random = createRandom(3)
  const values = Float64Array.from({ length: 300 }, () => random.normal())
  const nearest = new NearestRows(values, 3, 7)
  const row = [0.1, -0.2, 0.3]
  nearest.look(row)
  const sorted = Array.from({ length: 100 }, (_, index) => ({
    index,
    distance: Math.hypot(...row.map((value, column) => value - values[index * 3 + column]!)),
  })).sort((a, b) => a.distance - b.distance)
  expect([...nearest.indexes]).toEqual(sorted.slice(0, 7).map(({ index }) => index))
  nearest.distances.forEach((distance, place) => {
    expect(distance).toBeCloseTo(sorted[place]!.distance, 12)
  })
})

test.each([createNearestNeighbours, createLocalOutlier])(
  'learns from a sample when there are more rows than it has room for',
  (create) => {
    const many = Array.from({ length: neighbourRowCountMax + 500 }, (_, i) => [
      Math.sin(i),
      Math.cos(i),
    ])
    const scorer = create().train(many)
    expect(scorer.score([0.1, 3])).toBeGreaterThan(scorer.score([Math.sin(1), Math.cos(1)]))
    const { reaches } = scorer.toState() as { readonly reaches: string }
    expect(Buffer.from(reaches, 'base64')).toHaveLength(8 * neighbourRowCountMax)
  },
)

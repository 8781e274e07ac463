import { describe, expect, it } from 'vitest'
import { anomaliesAt, planeOf } from './forest-plane.ts'

const items = [
  { size: 66, proto: 6, strangeness: 0.2 },
  { size: 1514, proto: 6, strangeness: 0.5 },
  { size: 65535, proto: 6, strangeness: 0.99 },
  { size: 90, proto: 17, strangeness: 0.96 },
]
const cuts = [
  {
    feature: 'size' as const,
    value: 30_000,
    within: { size: [66, 65_535] as [number, number], proto: [6, 17] as [number, number] },
  },
]

describe('the anomalies of a contamination', () => {
  it.each([
    [0, 0],
    [0.01, 0],
    [0.02, 1],
    [0.05, 2],
    [0.6, 3],
  ])('at %d are %d', (contamination, count) => {
    expect(anomaliesAt(items, contamination)).toHaveLength(count)
  })

  it('begin with the strangest', () => {
    expect(anomaliesAt(items, 0.05).map(({ size }) => size)).toEqual([65535, 90])
  })
})

describe('the plane of a forest', () => {
  const plane = planeOf({ items, cuts }, { width: 500, height: 300 })

  it('keeps every point inside, larger packets further right, and a line for each protocol', () => {
    for (const { x, y } of plane.points) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(500)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(300)
    }
    const [small, large, largest, other] = plane.points
    expect(small?.x).toBeLessThan(large?.x ?? 0)
    expect(large?.x).toBeLessThan(largest?.x ?? 0)
    expect(small?.y).toBe(largest?.y)
    expect(other?.y).toBeLessThan(small?.y ?? 0)
  })

  it('draws a cut by size upright, between the points that it parts', () => {
    const [cut] = plane.cuts
    expect(cut?.x1).toBe(cut?.x2)
    expect(cut?.x1).toBeGreaterThan(plane.points[1]?.x ?? 0)
    expect(cut?.x1).toBeLessThan(plane.points[2]?.x ?? 0)
  })
})

import { describe, expect, it } from 'vitest'
import { trafficLine } from './traffic-line.ts'

describe('trafficLine', () => {
  it('ends now and shows what was asked for', () => {
    const traffic = [
      [1_000, 5, 500],
      [2_000, 7, 700],
    ] as const
    expect(trafficLine(traffic, 'packets').points).toEqual([
      { x: -1, y: 5 },
      { x: 0, y: 7 },
    ])
    expect(trafficLine(traffic, 'bits').points.at(-1)).toEqual({ x: 0, y: 700 })
  })

  it('begins with half a minute, grows, and then scrolls', () => {
    const seconds = (count: number) =>
      Array.from({ length: count }, (_, index) => [index * 1_000, 1, 1] as const)
    expect(trafficLine([], 'packets')).toEqual({ points: [], fromSeconds: -30 })
    expect(trafficLine(seconds(61), 'packets').fromSeconds).toBe(-60)
    const long = trafficLine(seconds(300), 'packets')
    expect(long.fromSeconds).toBe(-120)
    expect(long.points).toHaveLength(121)
  })
})

import { describe, expect, it } from 'vitest'
import { partsOf, timelineLine, timeTicks } from './timeline-line.ts'

const timeline = {
  from: 1_000,
  seconds_per_point: 10,
  packets: [120, 0, 40],
  bytes: [12_000, 0, 5_000],
  detections: [0, 0, 2],
}

describe('the line of a whole run', () => {
  it('is the rate in each of its points, up to the end of the last', () => {
    expect(timelineLine(timeline, 'packets')?.points).toEqual([
      { x: 1_000, y: 12 },
      { x: 1_010, y: 0 },
      { x: 1_020, y: 4 },
      { x: 1_030, y: 4 },
    ])
    expect(timelineLine(timeline, 'bits')?.points[2]).toEqual({ x: 1_020, y: 4_000 })
  })

  it('marks where detections begin', () => {
    expect(timelineLine(timeline, 'packets')?.marks).toEqual([
      { x: 1_025, y: 4, detectionCount: 2 },
    ])
  })

  it('has at most a dozen parts as a table, none of which leaves out a detection', () => {
    const counts = Array.from({ length: 25 }, (_, index) => index * 10)
    const detections = counts.map((_, index) => (index === 24 ? 3 : 0))
    const long = { ...timeline, packets: counts, bytes: counts, detections }
    const line = timelineLine(long, 'packets')
    const parts = line ? partsOf(line) : []
    expect(parts).toHaveLength(9)
    expect(parts[1]).toEqual({ from: 1_030, mean: 4, most: 5, detectionCount: 0 })
    expect(parts.at(-1)).toEqual({ from: 1_240, mean: 24, most: 24, detectionCount: 3 })
  })

  it('is none before the first packet', () => {
    const nothing = { from: null, seconds_per_point: 0.1, packets: [], bytes: [], detections: [] }
    expect(timelineLine(nothing, 'packets')).toBeUndefined()
  })
})

describe('ticks of time', () => {
  it.each([
    [1_000, 1_030, [1_000, 1_010, 1_020, 1_030]],
    [7, 7 + 3_600, [1_200, 2_400, 3_600]],
    [0.05, 0.75, [0.2, 0.4, 0.6]],
    [5, 5, [5]],
  ])('are round between %d and %d', (from, to, expected) => {
    expect(timeTicks(from, to).map((tick) => Math.round(tick * 10) / 10)).toEqual(expected)
  })

  it('are few over a century too', () => {
    expect(timeTicks(0, 3_155_760_000).length).toBeLessThanOrEqual(6)
  })
})

import { describe, expect, it } from 'vitest'
import { TrafficTimeline, timelinePointCountMax } from './traffic-timeline.ts'

/** 2026-01-14T09:00:00Z in microseconds. */
const nineUs = 1_768_381_200e6
const second = 1e6

/** A timeline of one packet of 100 bytes at each of these seconds after nine. */
function timelineOf(seconds: readonly number[], before?: TrafficTimeline) {
  const made = new TrafficTimeline(before?.read())
  for (const at of seconds) made.countPacket(nineUs + at * second, 100)
  return made
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('TrafficTimeline', () => {
  it('has no point before the first packet', () => {
    expect(timelineOf([]).read()).toMatchObject({ from: null, packets: [] })
  })

  it('shows tenths of a second of a capture that lasts some seconds, with its silence', () => {
    const { from, seconds_per_point, packets, bytes } = timelineOf([0.05, 0.06, 0.31]).read()
    expect({ from, seconds_per_point }).toEqual({ from: nineUs / second, seconds_per_point: 0.1 })
    expect(packets).toEqual([2, 0, 0, 1])
    expect(bytes).toEqual([200, 0, 0, 100])
  })

  it.each([
    ['a minute and a half', 90, 0.5],
    ['an hour', 3_600, 10],
    ['a week', 604_800, 1_800],
    ['thirty years', 946_080_000, 2_764_800],
  ])('holds all of %s in at most 600 points', (_, length, secondsPerPoint) => {
    const seconds = Array.from({ length: 1_001 }, (_, index) => (index * length) / 1_000)
    const { packets, bytes, from, seconds_per_point } = timelineOf(seconds).read()
    expect(seconds_per_point).toBe(secondsPerPoint)
    expect(packets.length).toBeLessThanOrEqual(timelinePointCountMax)
    expect(sum(packets)).toBe(1_001)
    expect(sum(bytes)).toBe(100_100)
    const spanned = (from ?? 0) + packets.length * seconds_per_point - nineUs / second
    expect(spanned).toBeGreaterThan(length)
    expect(spanned).toBeLessThanOrEqual(length + seconds_per_point)
  })

  it('keeps each packet at its time when points become longer', () => {
    const { from, seconds_per_point, packets } = timelineOf([7, 8, 29, 59.9, 60, 400]).read()
    expect(from).toBe(nineUs / second + 7)
    expect(seconds_per_point).toBe(1)
    expect(packets.flatMap((count, index) => (count > 0 ? [[index, count]] : []))).toEqual([
      [0, 1],
      [1, 1],
      [22, 1],
      [52, 1],
      [53, 1],
      [393, 1],
    ])
  })

  it('begins its points at round times', () => {
    const { from, seconds_per_point } = timelineOf([7.3, 3_600]).read()
    expect(seconds_per_point).toBe(10)
    expect(from).toBe(nineUs / second)
  })

  it('counts what is from before its first point there', () => {
    const { packets } = timelineOf([5, 4]).read()
    expect(packets).toEqual([2])
  })

  it('counts a detection where it began', () => {
    const made = timelineOf([0, 1])
    made.countDetection(nineUs + 0.5 * second)
    expect(made.read().detections.indexOf(1)).toBe(5)
  })

  it('is read at most once a second, and at once at the end', () => {
    const made = timelineOf([0])
    expect(made.readIfDue(5_000)).toEqual(made.read())
    expect(made.readIfDue(5_999)).toBeUndefined()
    expect(made.readIfDue(6_000)).toEqual(made.read())
  })

  it('goes on with what was counted before', () => {
    const before = timelineOf([0, 90])
    const { packets, seconds_per_point } = timelineOf([100], before).read()
    expect(seconds_per_point).toBe(0.5)
    expect(packets).toHaveLength(201)
    expect(sum(packets)).toBe(3)
  })
})

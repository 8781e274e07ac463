import type { Timeline } from '../live/live-event.ts'
import type { Quantity } from './traffic-line.ts'

export interface LinePoint {
  /** Epoch seconds of traffic time. */
  readonly x: number
  /** Packets or bits a second. */
  readonly y: number
}

export interface TimelineLine {
  /** The rate from each point to the next; the last one ends the line. */
  readonly points: readonly LinePoint[]
  /** Where detections begin, with how many. */
  readonly marks: readonly (LinePoint & { readonly detectionCount: number })[]
  readonly secondsPerPoint: number
}

/** The traffic of a whole run as rates; undefined before its first packet. */
export function timelineLine(timeline: Timeline, quantity: Quantity): TimelineLine | undefined {
  const { from, seconds_per_point: secondsPerPoint, packets, bytes, detections } = timeline
  if (from === null) return undefined
  const rates =
    quantity === 'packets'
      ? packets.map((count) => count / secondsPerPoint)
      : bytes.map((count) => (count * 8) / secondsPerPoint)
  const points = rates.map((y, index) => ({ x: from + index * secondsPerPoint, y }))
  const end = { x: from + rates.length * secondsPerPoint, y: rates.at(-1) ?? 0 }
  const marks = points.flatMap(({ x, y }, index) => {
    const detectionCount = detections[index] ?? 0
    return detectionCount > 0 ? [{ x: x + secondsPerPoint / 2, y, detectionCount }] : []
  })
  return { points: [...points, end], marks, secondsPerPoint }
}

const tickCountMax = 6
/** Round times of a clock, in seconds. */
const tickSteps = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600,
  43_200, 86_400, 172_800, 604_800, 2_592_000, 31_536_000,
]

/** At most six round times between two moments, in epoch seconds. */
export function timeTicks(from: number, to: number): number[] {
  const longest = tickSteps.at(-1) ?? 1
  const step = tickSteps.find((one) => (to - from) / one <= tickCountMax - 1) ?? longest
  const ticks: number[] = []
  for (let index = Math.ceil(from / step); index * step <= to; index++) ticks.push(index * step)
  return ticks.slice(0, tickCountMax)
}

/** Some neighbouring points of a line. */
export interface LinePart {
  readonly from: number
  readonly mean: number
  readonly most: number
  readonly detectionCount: number
}

const partCountMax = 12

/** The line in at most a dozen parts of equal length, in order of time. */
export function partsOf({ points, marks, secondsPerPoint }: TimelineLine): LinePart[] {
  const rates = points.slice(0, -1)
  const length = Math.ceil(rates.length / partCountMax)
  const parts: LinePart[] = []
  for (let index = 0; index < rates.length; index += length) {
    const inside = rates.slice(index, index + length)
    const from = inside[0]?.x ?? 0
    const to = from + inside.length * secondsPerPoint
    parts.push({
      from,
      mean: inside.reduce((sum, { y }) => sum + y, 0) / inside.length,
      most: Math.max(...inside.map(({ y }) => y)),
      detectionCount: marks
        .filter(({ x }) => x >= from && x < to)
        .reduce((sum, mark) => sum + mark.detectionCount, 0),
    })
  }
  return parts
}

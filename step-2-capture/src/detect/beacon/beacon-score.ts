import { median, quantile } from '../../features/quantile.ts'

/** How regular the connections of a pair are, 0 to 1 each. */
export interface BeaconScore {
  readonly time: number
  readonly size: number
  /** Share of the time that the pair was seen at all. */
  readonly duration: number
  /** How evenly the connections spread over it. */
  readonly histogram: number
  /** The mean of the four. */
  readonly total: number
}

export interface BeaconSeries {
  /** When each connection began, in seconds, ascending; at least three. */
  readonly startSeconds: readonly number[]
  /** Bytes that the client sent in each of them. */
  readonly sentBytes: readonly number[]
  /** How long the client has been watched, in seconds. */
  readonly watchedSeconds: number
}

/** Slots that the time from the first to the last connection is cut into. */
const slotCount = 24

/** RITA's beacon score (Active Countermeasures, "RITA v5: Beacon Scoring"). */
export function beaconScore(series: BeaconSeries): BeaconScore {
  const { startSeconds, sentBytes, watchedSeconds } = series
  const gaps = startSeconds.slice(1).map((start, i) => start - (startSeconds[i] as number))
  const span = (startSeconds.at(-1) as number) - (startSeconds[0] as number)
  const time = regularity(gaps)
  const size = sentBytes.length < 3 ? 0 : regularity(sentBytes)
  const duration = watchedSeconds <= 0 ? 0 : Math.min(1, span / watchedSeconds)
  const histogram = evenness(startSeconds, span)
  return { time, size, duration, histogram, total: (time + size + duration + histogram) / 4 }
}

/** Median absolute deviation as a share of the median; 0 for values that are all the same. */
export function jitter(values: readonly number[]): number {
  const middle = median(values)
  const deviation = median(values.map((value) => Math.abs(value - middle)))
  return middle > 0 ? deviation / middle : 0
}

/** Mean of symmetry (Bowley's skewness) and of tightness (median absolute deviation). */
export function regularity(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const symmetry = 1 - Math.abs(bowleySkewness(sorted))
  const tightness = quantile(sorted, 0.5) > 0 ? Math.max(0, 1 - jitter(values)) : 0
  return (symmetry + tightness) / 2
}

/** -1 to 1; 0 where the quartiles lie evenly around the median, or say nothing. */
function bowleySkewness(ascending: readonly number[]): number {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((q) => quantile(ascending, q)) as [
    number,
    number,
    number,
  ]
  if (high === low || middle === low || middle === high) return 0
  return (low + high - 2 * middle) / (high - low)
}

/** One minus the coefficient of variation of the connections in each slot of time. */
function evenness(startSeconds: readonly number[], span: number): number {
  if (span <= 0) return 0
  const count = Math.min(slotCount, Math.floor(startSeconds.length / 2))
  const slots = new Array<number>(count).fill(0)
  const first = startSeconds[0] as number
  for (const start of startSeconds) {
    const slot = Math.min(count - 1, Math.floor(((start - first) / span) * count))
    slots[slot] = (slots[slot] as number) + 1
  }
  const mean = startSeconds.length / count
  const variance = slots.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count
  return Math.max(0, 1 - Math.sqrt(variance) / mean)
}

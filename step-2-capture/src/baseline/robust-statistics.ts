import { median, quantile } from '../features/quantile.ts'

/** What is typical for a quantity, told so that a few attacks among the values do not move it. */
export interface Typical {
  readonly median: number
  /** Median of the absolute deviations from the median (Hampel 1974). */
  readonly mad: number
  /** The highest value without the top twentieth, whole: a short attack does not move it. */
  readonly high: number
  /** The highest value of all: where a short attack shows. */
  readonly highest: number
}

export function typicalOf(values: ArrayLike<number>): Typical {
  const sorted = Float64Array.from(values).sort()
  const middle = quantile(sorted, 0.5)
  return {
    median: middle,
    mad: median(sorted.map((value) => Math.abs(value - middle))),
    high: sorted[Math.floor((sorted.length - 1) * highShare)] ?? 0,
    highest: sorted.at(-1) ?? 0,
  }
}

const highShare = 0.95

/** For normal data the MAD times this is the standard deviation. */
const deviationsPerMad = 1.4826

/**
 * How many robust deviations a value lies from the typical one. Quantities that hardly ever vary have
 * a MAD of 0; there a tenth of the median, or one unit, counts as the least deviation.
 */
export function robustDistance(value: number, typical: Pick<Typical, 'median' | 'mad'>): number {
  return Math.abs(value - typical.median) / robustDeviation(typical)
}

/**
 * How many times farther above the median a value lies than the typical values reach. Unlike the
 * distance it forgives quantities with a long tail, which often reach far.
 */
export function reachBeyond(value: number, typical: Typical): number {
  const typicalReach = Math.max(typical.high - typical.median, robustDeviation(typical))
  return (value - typical.median) / typicalReach
}

function robustDeviation({ median, mad }: Pick<Typical, 'median' | 'mad'>): number {
  return Math.max(mad * deviationsPerMad, Math.abs(median) / 10, 1)
}

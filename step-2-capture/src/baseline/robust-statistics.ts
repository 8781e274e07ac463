/** What is usual for a quantity, told so that a few attacks among the values do not move it. */
export interface Usual {
  readonly median: number
  /** Median of the absolute deviations from the median (Hampel 1974). */
  readonly mad: number
}

export function usualOf(values: ArrayLike<number>): Usual {
  const median = medianOf(values)
  return { median, mad: medianOf(Float64Array.from(values, (value) => Math.abs(value - median))) }
}

/** For normal data the MAD times this is the standard deviation. */
const deviationsPerMad = 1.4826

/**
 * How many robust deviations a value lies from the usual one. Quantities that hardly ever vary have
 * a MAD of 0; there a tenth of the median, or one unit, counts as the least deviation.
 */
export function robustDistance(value: number, { median, mad }: Usual): number {
  const deviation = Math.max(mad * deviationsPerMad, Math.abs(median) / 10, 1)
  return Math.abs(value - median) / deviation
}

/** The middle value, or the mean of the two in the middle; 0 of none. */
function medianOf(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  if (sorted.length === 0) return 0
  if (sorted.length % 2 === 1) return sorted[middle] as number
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/**
 * The value below which a share (0 to 1) of ascending values lies, interpolated between the two
 * nearest: type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996), which R,
 * NumPy and Excel have by default. The only definition in this package; 0 of no values.
 */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const position = (ascending.length - 1) * share
  const low = Math.floor(position)
  const value = ascending[low] ?? 0
  return value + (position - low) * ((ascending[low + 1] ?? value) - value)
}

/** The middle of values in any order, or the mean of the two in the middle; sorts a copy. */
export function median(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5)
}

/**
 * A measured row as models see it: log(1 + x) of counts and sizes, whose tails are long.
 * @param into Written to and returned; a fresh row by default.
 */
export function modelRow(
  features: readonly { readonly isHeavyTailed: boolean }[],
  row: ArrayLike<number>,
  into: Float64Array = new Float64Array(features.length),
): Float64Array {
  for (let i = 0; i < features.length; i++) {
    const value = row[i] as number
    into[i] = features[i]?.isHeavyTailed ? Math.log1p(value) : value
  }
  return into
}

/** The number that was measured, from the number that models see. */
export function measuredValue(feature: { readonly isHeavyTailed: boolean }, seen: number): number {
  return feature.isHeavyTailed ? Math.expm1(seen) : seen
}

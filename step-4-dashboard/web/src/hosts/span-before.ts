import type { TimeRange } from '../time/use-time-range.ts'

/**
 * The time right before a range, as long as it. Null for a range without a beginning, or of no length.
 * @param newest The last moment that is known, which ends a range without an end; epoch seconds
 */
export function spanBefore(
  { from, to }: TimeRange,
  newest: number | undefined,
): { readonly from: number; readonly to: number } | null {
  const end = to ?? newest
  if (from === undefined || end === undefined || end <= from) return null
  return { from: from - (end - from), to: from }
}

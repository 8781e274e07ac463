/** A strip of some 600 pixels cannot show more marks apart. */
const markCountMax = 200

/**
 * Where the packets lie between the first and the last moment, 0 to 1, one mark a place. Times
 * come from capture files, so they may lie outside, and a span may be nothing.
 */
export function timelineMarks(
  times: readonly number[],
  { first, last }: { readonly first: number; readonly last: number },
): number[] {
  const span = last - first
  const places = times.map((time) => {
    if (!(span > 0)) return 0
    const share = Math.min(1, Math.max(0, (time - first) / span))
    return Math.round(share * markCountMax) / markCountMax
  })
  return [...new Set(places)].sort((a, b) => a - b)
}

import { type Facet, type FacetCount, facetValueCountMax, toCounts } from '../../alert/facet.ts'

interface Counted {
  readonly value: string | number
  readonly count: number
}

/** The most frequent first; values of the same count in their order, as SQL has it. */
export function mostFrequent(
  facet: Facet,
  values: readonly (string | number | null)[],
  counts: Uint32Array,
): FacetCount[] {
  const best: Counted[] = []
  let least = 1
  for (let code = 0; code < values.length; code++) {
    const count = counts[code] as number // Each value has a count.
    const value = values[code]
    if (count < least || value === null || value === undefined) continue
    const one = { value, count }
    let at = best.length
    for (; at > 0 && isBefore(one, best[at - 1] as Counted); at--);
    best.splice(at, 0, one)
    if (best.length > facetValueCountMax) best.pop()
    least = best[facetValueCountMax - 1]?.count ?? 1
  }
  return toCounts(facet, best)
}

function isBefore(one: Counted, other: Counted): boolean {
  if (one.count !== other.count) return one.count > other.count
  return typeof one.value === 'number'
    ? one.value < Number(other.value)
    : isTextBefore(one.value, String(other.value))
}

/** SQLite compares the bytes of UTF-8, which have the order of code points. Many values may be equally frequent. */
function isTextBefore(one: string, other: string): boolean {
  let at = 0
  while (at < one.length && one.charCodeAt(at) === other.charCodeAt(at)) at++
  return (one.codePointAt(at) ?? -1) < (other.codePointAt(at) ?? -1)
}

import type { AlertFilter } from '../../alert/alert-filter.ts'
import {
  type AlertFacets,
  type Facet,
  type FacetCount,
  facetFilters,
  facetNames,
  facetValueCountMax,
  toCounts,
} from '../../alert/facet.ts'
import type { AlertColumns, ValueName } from './alert-columns.ts'
import { allOf, countThat, rowsThat, rowTest } from './column-filter.ts'
import type { RowTest } from './row-tests.ts'

/** The column of each facet. */
export const columnOf = {
  severity: 'severity',
  status: 'status',
  kind: 'kind',
  technique: 'technique_id',
  source: 'source',
  target: 'target',
  capture_source: 'capture_source',
  capture_name: 'capture_name',
} as const satisfies Record<Facet, ValueName>

/** How many alerts fit. */
export function countRows(columns: AlertColumns, filter: AlertFilter): number {
  return countThat(columns, rowTest(columns, filter))
}

/**
 * The facets of one pass. A facet leaves out its own part of the filter, so what all other parts let
 * through is found first, and each part is asked for the facets beside it.
 */
export function countColumnFacets(columns: AlertColumns, filter: AlertFilter): AlertFacets {
  const rest: Record<string, unknown> = { ...filter }
  const parts = facetNames.flatMap((facet) => {
    const part = partOf(filter, facet)
    for (const name of Object.keys(part)) delete rest[name]
    return Object.keys(part).length > 0 ? [{ facet, fits: rowTest(columns, part) }] : []
  })
  const rows = rowsThat(columns, rowTest(columns, rest as AlertFilter)) // What is left is one.
  const all = passing(rows, parts)
  const counted = facetNames.map((facet) => {
    const others = parts.filter((part) => part.facet !== facet)
    const hasPart = others.length < parts.length
    return [facet, countValues(facet, columns, hasPart ? passing(rows, others) : all)]
  })
  return Object.fromEntries(counted)
}

function passing(rows: Uint32Array, parts: readonly { readonly fits: RowTest }[]): Uint32Array {
  return parts.length === 0 ? rows : rows.filter(allOf(parts.map(({ fits }) => fits)))
}

function partOf(filter: AlertFilter, facet: Facet): AlertFilter {
  const names = facetFilters[facet].filter((name) => filter[name] !== undefined)
  return Object.fromEntries(names.map((name) => [name, filter[name]]))
}

function countValues(facet: Facet, columns: AlertColumns, rows: Uint32Array): FacetCount[] {
  const { codes, values } = columns.values[columnOf[facet]]
  const counts = new Uint32Array(values.length)
  for (const row of rows) (counts[codes[row] as number] as number)++ // A row has a value.
  return mostFrequent(facet, values, counts)
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
    const at = best.findIndex((one) => isBefore({ value, count }, one))
    best.splice(at < 0 ? best.length : at, 0, { value, count })
    best.splice(facetValueCountMax)
    least = best[facetValueCountMax - 1]?.count ?? 1
  }
  return toCounts(facet, best)
}

interface Counted {
  readonly value: string | number
  readonly count: number
}

function isBefore(one: Counted, other: Counted): boolean {
  if (one.count !== other.count) return one.count > other.count
  if (typeof one.value === 'number') return one.value < Number(other.value)
  return Buffer.compare(Buffer.from(one.value), Buffer.from(String(other.value))) < 0
}

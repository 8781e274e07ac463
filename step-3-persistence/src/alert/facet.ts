import { severities } from 'step-2-capture/severity'
import type { AlertFilter } from './alert-filter.ts'

/** Values of a facet that are counted; the rarer ones are found by searching. */
export const facetValueCountMax = 20

/** By the name of the facet, the parts of a filter that it sets itself. */
export const facetFilters = {
  severity: ['severity'],
  status: ['status'],
  kind: ['kind'],
  technique: ['technique'],
  source: ['source'],
  target: ['target'],
  capture_source: ['capture_source'],
  capture_name: ['capture_name'],
} as const satisfies Record<string, readonly (keyof AlertFilter)[]>
export type Facet = keyof typeof facetFilters
export const facetNames = Object.keys(facetFilters) as Facet[]

/** How many alerts, or incidents, have a value. */
export interface FacetCount {
  readonly value: string
  readonly count: number
}
export type AlertFacets = Readonly<Record<Facet, FacetCount[]>>

/** The filter without what the facet sets, so that its other values keep their counts. */
export function filterBeside(filter: AlertFilter, facet: Facet): AlertFilter {
  const rest: { -readonly [Name in keyof AlertFilter]: AlertFilter[Name] } = { ...filter }
  for (const name of facetFilters[facet]) delete rest[name]
  return rest
}

/** What was counted of a facet's values; a severity is kept as its rank. */
export function toCounts(
  facet: Facet,
  counted: readonly { readonly value: string | number | null; readonly count: number }[],
): FacetCount[] {
  return counted.map(({ value, count }) => ({
    value: facet === 'severity' ? (severities[Number(value)] ?? '') : String(value),
    count: Number(count),
  }))
}

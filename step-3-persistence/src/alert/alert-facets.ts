import { z } from '@hono/zod-openapi'
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

const facetCounts = z.array(z.object({ value: z.string(), count: z.number().int() }))
export type FacetCount = z.infer<typeof facetCounts>[number]

export const alertFacets = z.record(z.enum(facetNames), facetCounts).openapi('AlertFacets', {
  example: {
    severity: [{ value: 'high', count: 3 }],
    status: [{ value: 'new', count: 3 }],
    kind: [{ value: 'vertical_port_scan', count: 3 }],
    technique: [{ value: 'T1046', count: 3 }],
    source: [{ value: '192.0.2.66', count: 3 }],
    target: [{ value: '192.0.2.10', count: 3 }],
    capture_source: [{ value: 'pcap', count: 3 }],
    capture_name: [{ value: 'capture.pcap', count: 3 }],
  },
})
export type AlertFacets = Readonly<Record<Facet, FacetCount[]>>

/** Counts the most frequent values of each facet, the most frequent first. @typeParam Filter Of alerts or of incidents. */
export interface FacetCounter<Filter = AlertFilter> {
  count(filter: Filter): Promise<AlertFacets>
}

/** The filter without what the facet sets, so that its other values keep their counts. */
export function filterBeside(filter: AlertFilter, facet: Facet): AlertFilter {
  const rest: { -readonly [Name in keyof AlertFilter]: AlertFilter[Name] } = { ...filter }
  for (const name of facetFilters[facet]) delete rest[name]
  return rest
}

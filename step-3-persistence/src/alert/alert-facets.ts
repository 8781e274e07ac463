import { z } from '@hono/zod-openapi'
import type { AlertFilter } from './alert-filter.ts'
import { type AlertFacets, facetNames } from './facet.ts'

const facetCounts = z.array(z.object({ value: z.string(), count: z.number().int() }))

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

/** Counts the most frequent values of each facet, the most frequent first. @typeParam Filter Of alerts or of incidents. */
export interface FacetCounter<Filter = AlertFilter> {
  count(filter: Filter): Promise<AlertFacets>
}

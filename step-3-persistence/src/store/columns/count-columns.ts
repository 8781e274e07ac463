import type { AlertFilter } from '../../alert/alert-filter.ts'
import {
  type AlertFacets,
  type Facet,
  type FacetCount,
  facetFilters,
  facetNames,
  filterBeside,
} from '../../alert/facet.ts'
import type { AlertColumns, ValueName } from './alert-columns.ts'
import { withFitting } from './column-filter.ts'
import { mostFrequent } from './most-frequent.ts'
import { countOf, type RowMask } from './row-mask.ts'

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
  return withFitting(columns, filter, countOf)
}

/** How many alerts have each value of a facet, under all but the facet's own part of the filter. */
export function countColumnFacets(columns: AlertColumns, filter: AlertFilter): AlertFacets {
  return withFitting(columns, filter, (fits) => {
    const counted = facetNames.map((facet) => {
      const count = (rows: RowMask) => countValues(facet, columns, rows)
      if (hasNoPart(filter, facet)) return [facet, count(fits)]
      return [facet, withFitting(columns, filterBeside(filter, facet), count)]
    })
    return Object.fromEntries(counted)
  })
}

/** Whether the facet counts what the whole filter lets through. */
export function hasNoPart(filter: AlertFilter, facet: Facet): boolean {
  return facetFilters[facet].every((name) => filter[name] === undefined)
}

function countValues(facet: Facet, columns: AlertColumns, rows: RowMask): FacetCount[] {
  const { codes, values } = columns.values[columnOf[facet]]
  return columns.counts.withZeros(values.length, (counts) => {
    for (let row = 0; row < rows.length; row++) {
      const code = codes[row] as number // A row has a value, and a value a count.
      counts[code] = (counts[code] as number) + (rows[row] as number)
    }
    return mostFrequent(facet, values, counts)
  })
}

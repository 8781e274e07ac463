import {
  type AlertFacets,
  type Facet,
  type FacetCount,
  facetNames,
  filterBeside,
} from '../../alert/alert-facets.ts'
import type { AlertFilter } from '../../alert/alert-filter.ts'
import type { AlertColumns } from './alert-columns.ts'
import { rowsThat, rowTest } from './column-filter.ts'
import { columnOf, mostFrequent } from './count-columns.ts'
import type { ValueColumn } from './value-column.ts'

/** How many incidents have an alert that fits, and one that no rule hides. */
export function countIncidents(columns: AlertColumns, filter: AlertFilter): number {
  return incidentsWith(columns, filter).reduce((count, isThere) => count + isThere, 0)
}

/** As many incidents of each value as the list has when that value of an alert is chosen. */
export function countIncidentColumnFacets(
  columns: AlertColumns,
  filter: AlertFilter | undefined,
): AlertFacets {
  const shown = incidentsWith(columns, { suppressed: false })
  const whole = filter ? incidentsWith(columns, filter) : shown
  const counted = facetNames.map((facet) => {
    if (facet === 'severity' || facet === 'status') {
      return [facet, countStated(facet, columns.incidents[facet], whole)]
    }
    if (facet === 'source' || facet === 'capture_source') {
      return [facet, countShared(columns, facet, whole)]
    }
    const fits = rowTest(columns, filterBeside(filter ?? { suppressed: false }, facet))
    return [facet, countDistinct(columns, facet, { rows: rowsThat(columns, fits), shown })]
  })
  return Object.fromEntries(counted)
}

/** By number of an incident, 1 where it has an alert that fits, and one that no rule hides. */
function incidentsWith(columns: AlertColumns, filter: AlertFilter): Uint8Array {
  const { codes, values } = columns.values.incident_id
  const isThere = new Uint8Array(values.length)
  const mark = (some: AlertFilter, bit: number) => {
    for (const row of rowsThat(columns, rowTest(columns, some))) {
      const code = codes[row] as number // A row of the columns has a value.
      isThere[code] = (isThere[code] as number) | bit
    }
  }
  mark(filter, 1)
  mark({ suppressed: false }, 2)
  return isThere.map((bits, code) => (bits === 3 && values[code] !== null ? 1 : 0))
}

/** Counts what incidents are as a whole. */
function countStated(
  facet: Facet,
  { codes, values }: ValueColumn,
  isThere: Uint8Array,
): FacetCount[] {
  const counts = new Uint32Array(values.length)
  for (const [incident, is] of isThere.entries()) {
    if (is === 1) (counts[codes[incident] as number] as number)++ // An incident has both.
  }
  return mostFrequent(facet, values, counts)
}

/** Counts what all alerts of an incident share, by one of them. */
function countShared(columns: AlertColumns, facet: Facet, isThere: Uint8Array): FacetCount[] {
  const { codes, values } = columns.values[columnOf[facet]]
  const incidentOf = columns.values.incident_id.codes
  const counts = new Uint32Array(values.length)
  const isLeft = isThere.slice()
  for (const row of rowsThat(columns, (one) => isLeft[incidentOf[one] as number] === 1)) {
    const incident = incidentOf[row] as number // A row has a value.
    if (isLeft[incident] === 1) (counts[codes[row] as number] as number)++
    isLeft[incident] = 0
  }
  return mostFrequent(facet, values, counts)
}

/** Counts an incident once for each value, by going through its rows one after the other. */
function countDistinct(
  columns: AlertColumns,
  facet: Facet,
  { rows, shown }: { rows: Uint32Array; shown: Uint8Array },
): FacetCount[] {
  const { codes, values } = columns.values[columnOf[facet]]
  const counts = new Uint32Array(values.length)
  const last = new Uint32Array(values.length)
  const incidentOf = columns.values.incident_id.codes
  for (const row of byIncident(rows, incidentOf, shown.length)) {
    const incident = incidentOf[row] as number
    const code = codes[row] as number
    if (shown[incident] !== 1 || last[code] === incident + 1) continue
    last[code] = incident + 1
    counts[code] = (counts[code] as number) + 1
  }
  return mostFrequent(facet, values, counts)
}

/** The rows of each incident side by side (counting sort). */
function byIncident(rows: Uint32Array, incidentOf: Uint32Array, count: number): Uint32Array {
  const starts = new Uint32Array(count + 1)
  for (const row of rows) (starts[(incidentOf[row] as number) + 1] as number)++
  for (let code = 0; code < count; code++) (starts[code + 1] as number) += starts[code] as number
  const sorted = new Uint32Array(rows.length)
  for (const row of rows) sorted[(starts[incidentOf[row] as number] as number)++] = row
  return sorted
}

import type { AlertFilter } from '../../alert/alert-filter.ts'
import {
  type AlertFacets,
  type Facet,
  type FacetCount,
  facetFilters,
  facetNames,
  filterBeside,
} from '../../alert/facet.ts'
import type { AlertColumns } from './alert-columns.ts'
import { rowsThat, rowTest } from './column-filter.ts'
import { columnOf, mostFrequent } from './count-columns.ts'
import type { RowTest } from './row-tests.ts'
import type { ValueColumn } from './value-column.ts'

/** How many incidents have an alert that fits, and one that no rule hides. */
export function countIncidents(columns: AlertColumns, filter: AlertFilter): number {
  const found = incidentsWith(columns, rowTest(columns, filter))
  const isThere = both(found, shownIncidents(columns))
  let count = 0
  for (let incident = 0; incident < isThere.length; incident++) count += isThere[incident] ?? 0
  return count
}

/** As many incidents of each value as the list has when that value of an alert is chosen. */
export function countIncidentColumnFacets(
  columns: AlertColumns,
  filter: AlertFilter | undefined,
): AlertFacets {
  const ofAlerts = filter ?? { suppressed: false }
  const fits = rowTest(columns, ofAlerts)
  const shown = shownIncidents(columns)
  const whole = both(incidentsWith(columns, fits), shown)
  const sorted = byIncident(columns, rowsThat(columns, fits))
  const counted = facetNames.map((facet) => {
    if (facet === 'severity' || facet === 'status') {
      return [facet, countStated(facet, columns.incidents[facet], whole)]
    }
    if (facet === 'source' || facet === 'capture_source') {
      return [facet, countShared(columns, facet, { sorted, whole })]
    }
    if (facetFilters[facet].every((name) => ofAlerts[name] === undefined)) {
      return [facet, countDistinct(columns, facet, { sorted, shown })]
    }
    const beside = rowsThat(columns, rowTest(columns, filterBeside(ofAlerts, facet)))
    return [facet, countDistinct(columns, facet, { sorted: byIncident(columns, beside), shown })]
  })
  return Object.fromEntries(counted)
}

/** By number of an incident, 1 where it has an alert that no rule hides. */
function shownIncidents(columns: AlertColumns): Uint8Array {
  const isShown = incidentsWith(columns, rowTest(columns, { suppressed: false }))
  const none = columns.values.incident_id.codeOf(null)
  if (none !== undefined) isShown[none] = 0
  return isShown
}

/** By number of an incident, 1 where it has an alert that fits. */
function incidentsWith(columns: AlertColumns, fits: RowTest): Uint8Array {
  const { codes, values } = columns.values.incident_id
  const { end, isLive } = columns
  const isThere = new Uint8Array(values.length)
  for (let row = 0; row < end; row++) {
    const code = codes[row] as number // A row of the columns has a value.
    if (isThere[code] === 0 && isLive[row] === 1 && fits(row)) isThere[code] = 1
  }
  return isThere
}

function both(some: Uint8Array, others: Uint8Array): Uint8Array {
  return some.map((is, code) => is & (others[code] as number)) // Both are of all incidents.
}

/** Counts what incidents are as a whole. */
function countStated(
  facet: Facet,
  { codes, values }: ValueColumn,
  isThere: Uint8Array,
): FacetCount[] {
  const counts = new Uint32Array(values.length)
  for (let incident = 0; incident < isThere.length; incident++) {
    if (isThere[incident] === 1) (counts[codes[incident] as number] as number)++
  }
  return mostFrequent(facet, values, counts)
}

/** Counts what all alerts of an incident share, by the first of them. */
function countShared(
  columns: AlertColumns,
  facet: Facet,
  { sorted, whole }: { sorted: Uint32Array; whole: Uint8Array },
): FacetCount[] {
  const { codes, values } = columns.values[columnOf[facet]]
  const incidentOf = columns.values.incident_id.codes
  const counts = new Uint32Array(values.length)
  const isLeft = whole.slice()
  for (const row of sorted) {
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
  { sorted, shown }: { sorted: Uint32Array; shown: Uint8Array },
): FacetCount[] {
  const { codes, values } = columns.values[columnOf[facet]]
  const counts = new Uint32Array(values.length)
  const last = new Uint32Array(values.length)
  const incidentOf = columns.values.incident_id.codes
  for (const row of sorted) {
    const incident = incidentOf[row] as number
    const code = codes[row] as number
    if (shown[incident] !== 1 || last[code] === incident + 1) continue
    last[code] = incident + 1
    counts[code] = (counts[code] as number) + 1
  }
  return mostFrequent(facet, values, counts)
}

/** The rows of each incident side by side (counting sort). */
function byIncident(columns: AlertColumns, rows: Uint32Array): Uint32Array {
  const { codes: incidentOf, values } = columns.values.incident_id
  const count = values.length
  const starts = new Uint32Array(count + 1)
  for (const row of rows) (starts[(incidentOf[row] as number) + 1] as number)++
  for (let code = 0; code < count; code++) (starts[code + 1] as number) += starts[code] as number
  const sorted = new Uint32Array(rows.length)
  for (const row of rows) sorted[(starts[incidentOf[row] as number] as number)++] = row
  return sorted
}

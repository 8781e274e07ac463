import type { AlertFilter } from '../../alert/alert-filter.ts'
import {
  type AlertFacets,
  type Facet,
  type FacetCount,
  facetNames,
  filterBeside,
} from '../../alert/facet.ts'
import type { AlertColumns } from './alert-columns.ts'
import { withFitting } from './column-filter.ts'
import { columnOf, hasNoPart } from './count-columns.ts'
import { mostFrequent } from './most-frequent.ts'
import { countOf, keep, type RowMask } from './row-mask.ts'

/** By number of an incident, 1 where it is meant. */
type IncidentMask = Uint8Array

/** How many incidents have an alert that fits, and one that no rule hides. */
export function countIncidents(columns: AlertColumns, filter: AlertFilter): number {
  return withShown(columns, (shown) =>
    withFitting(columns, filter, (fits) => withIncidentsOf(columns, fits, shown, countOf)),
  )
}

/** As many incidents of each value as the list has when that value of an alert is chosen. */
export function countIncidentColumnFacets(
  columns: AlertColumns,
  asked: AlertFilter | undefined,
): AlertFacets {
  const filter = asked ?? { suppressed: false }
  return withShown(columns, (shown) =>
    withFitting(columns, filter, (fits) =>
      withIncidentsOf(columns, fits, shown, (whole) =>
        withRowsByIncident(columns, fits, (rows) => {
          const counted = facetNames.map((facet) => [
            facet,
            countFacet(columns, facet, { filter, shown, whole, rows }),
          ])
          return Object.fromEntries(counted)
        }),
      ),
    ),
  )
}

interface Found {
  readonly filter: AlertFilter
  readonly shown: IncidentMask
  /** Those of `shown` with an alert that fits. */
  readonly whole: IncidentMask
  /** The alerts that fit, those of an incident side by side. */
  readonly rows: Uint32Array
}

function countFacet(
  columns: AlertColumns,
  facet: Facet,
  { filter, shown, whole, rows }: Found,
): FacetCount[] {
  if (facet === 'severity' || facet === 'status') return countStated(columns, facet, whole)
  if (facet === 'source' || facet === 'capture_source') {
    return countShared(columns, facet, { rows, whole })
  }
  const count = (some: Uint32Array) => countDistinct(columns, facet, { rows: some, shown })
  if (hasNoPart(filter, facet)) return count(rows)
  return withFitting(columns, filterBeside(filter, facet), (fits) =>
    withRowsByIncident(columns, fits, count),
  )
}

/** The incidents that have an alert that no rule hides. */
function withShown<Result>(columns: AlertColumns, work: (shown: IncidentMask) => Result): Result {
  return columns.masks.with(columns.values.incident_id.values.length, (all) => {
    all.fill(1)
    const none = columns.values.incident_id.codeOf(null)
    if (none !== undefined) all[none] = 0
    return withFitting(columns, { suppressed: false }, (fits) =>
      withIncidentsOf(columns, fits, all, work),
    )
  })
}

/** The incidents among others that have an alert that fits. */
function withIncidentsOf<Result>(
  columns: AlertColumns,
  fits: RowMask,
  among: IncidentMask,
  work: (incidents: IncidentMask) => Result,
): Result {
  const { codes } = columns.values.incident_id
  return columns.masks.withZeros(among.length, (incidents) => {
    for (let row = 0; row < fits.length; row++) {
      const incident = codes[row] as number // A row of the columns has a value.
      incidents[incident] = (incidents[incident] as number) | (fits[row] as number)
    }
    keep(incidents, among)
    return work(incidents)
  })
}

/** Counts what incidents are as a whole. */
function countStated(
  columns: AlertColumns,
  facet: 'severity' | 'status',
  whole: IncidentMask,
): FacetCount[] {
  const { codes, values } = columns.incidents[facet]
  return columns.counts.withZeros(values.length, (counts) => {
    for (let incident = 0; incident < whole.length; incident++) {
      if (whole[incident] === 1) (counts[codes[incident] as number] as number)++
    }
    return mostFrequent(facet, values, counts)
  })
}

/** Counts what all alerts of an incident share, by the first of them. */
function countShared(
  columns: AlertColumns,
  facet: Facet,
  { rows, whole }: Pick<Found, 'rows' | 'whole'>,
): FacetCount[] {
  const { codes, values } = columns.values[columnOf[facet]]
  const incidentOf = columns.values.incident_id.codes
  return columns.counts.withZeros(values.length, (counts) => {
    let last = -1
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as number
      const incident = incidentOf[row] as number // A row has a value.
      if (incident === last) continue
      last = incident
      const code = codes[row] as number
      counts[code] = (counts[code] as number) + (whole[incident] as number)
    }
    return mostFrequent(facet, values, counts)
  })
}

/** Counts an incident once for each value that one of its alerts has. */
function countDistinct(
  columns: AlertColumns,
  facet: Facet,
  { rows, shown }: Pick<Found, 'rows' | 'shown'>,
): FacetCount[] {
  const { codes, values } = columns.values[columnOf[facet]]
  const incidentOf = columns.values.incident_id.codes
  const { counts: room } = columns
  return room.withZeros(values.length, (counts) =>
    room.withZeros(values.length, (last) => {
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at] as number
        const incident = incidentOf[row] as number
        const code = codes[row] as number
        if (shown[incident] !== 1 || last[code] === incident + 1) continue
        last[code] = incident + 1
        counts[code] = (counts[code] as number) + 1
      }
      return mostFrequent(facet, values, counts)
    }),
  )
}

/** The rows of each incident side by side (counting sort). */
function withRowsByIncident<Result>(
  columns: AlertColumns,
  fits: RowMask,
  work: (rows: Uint32Array) => Result,
): Result {
  const { codes: incidentOf, values } = columns.values.incident_id
  return columns.counts.withZeros(values.length + 1, (starts) => {
    for (let row = 0; row < fits.length; row++) {
      const next = (incidentOf[row] as number) + 1
      starts[next] = (starts[next] as number) + (fits[row] as number)
    }
    for (let code = 0; code < values.length; code++) {
      starts[code + 1] = (starts[code + 1] as number) + (starts[code] as number)
    }
    const count = starts[values.length] as number
    return columns.counts.with(count, (rows) => {
      for (let row = 0; row < fits.length; row++) {
        if (fits[row] === 0) continue
        const incident = incidentOf[row] as number
        const at = starts[incident] as number
        rows[at] = row
        starts[incident] = at + 1
      }
      return work(rows)
    })
  })
}

import { useMemo } from 'react'
import { incidentQueryOf } from '../api/alert-filter.ts'
import { useIncidentList, useIncidentTotal, useNewestIncidents } from '../api/incident-queries.ts'
import { loadNextPage } from '../api/next-page.ts'
import { BulkBar } from './bulk-bar.tsx'
import { InboxFrame } from './inbox-frame.tsx'
import { IncidentTable } from './incident-table.tsx'
import { useInboxFilter } from './use-inbox-filter.ts'
import { useSelection } from './use-selection.ts'

/** Incidents: what belongs together is one row. */
export function IncidentInbox() {
  const { filter: given, sort } = useInboxFilter()
  const filter = useMemo(() => incidentQueryOf(given), [given])
  const list = useIncidentList(filter, sort === 'severity' ? 'severity' : 'last_seen')
  const { data: newest } = useNewestIncidents(filter)
  const { data: total } = useIncidentTotal(filter)
  const { data: all } = useIncidentTotal({})
  const pages = list.data?.pages
  // A row stays where it is, and says what is so now.
  const incidents = useMemo(() => {
    const now = new Map(newest?.map((one) => [one.incident_id, one]))
    return (
      pages?.flatMap((page) => page.incidents.map((one) => now.get(one.incident_id) ?? one)) ?? []
    )
  }, [pages, newest])
  const selection = useSelection(incidents.map(({ incident_id }) => incident_id))
  const known = new Set([
    ...incidents.map(({ incident_id }) => incident_id),
    ...(pages?.[0]?.knownIds ?? []),
  ])
  const arrivals = pages && newest?.filter(({ incident_id }) => !known.has(incident_id))

  return (
    <InboxFrame
      view="incidents"
      list={list}
      rowCount={incidents.length}
      {...{ total, all }}
      arrivalCount={arrivals?.length ?? 0}
      onShowArrivals={() => void list.refetch()}
    >
      <BulkBar of="incidents" selection={selection} filter={filter} total={total} />
      {incidents.length > 0 && (
        <IncidentTable
          incidents={incidents}
          total={total ?? incidents.length}
          selection={selection}
          onNearEnd={() => loadNextPage(list)}
        />
      )}
    </InboxFrame>
  )
}

import { useMemo, useState } from 'react'
import { useAlertPairs, useFacets } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { useFlows } from '../flows/flow-queries.ts'
import { counted, formatCount } from '../format/quantity.ts'
import { Card } from '../ui/card.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { Pager } from '../ui/pager.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { gatherHosts } from './gather-hosts.ts'
import { gatherLinks } from './graph/gather-links.ts'
import { GraphCard } from './graph/graph-card.tsx'
import { hostColumns } from './host-columns.tsx'

/** As many flows as the API gives in one answer. */
export const flowLimit = 1_000
const pageSize = 50

/**
 * Hosts of the newest flows of the run and of the alerts: what is there where no flows are kept.
 */
export function RunHosts() {
  const [offset, setOffset] = useState(0)
  const { data: facets, error } = useFacets({ status: 'all' })
  const { data: page, error: flowError } = useFlows({}, { limit: flowLimit, offset: 0 })
  const hosts = useMemo(
    () =>
      gatherHosts({
        flows: page?.flows ?? [],
        sources: facets?.source ?? [],
        targets: facets?.target ?? [],
      }),
    [page, facets],
  )
  const { data: pairs } = useAlertPairs()
  const links = useMemo(() => gatherLinks(page?.flows ?? [], pairs ?? []), [page, pairs])
  const failure = error ?? flowError
  return (
    <>
      {links.length > 0 && <GraphCard links={links} />}
      <Card
        title="Those in most alerts first"
        aside={page && <p className="text-xs text-ink-soft">{aboutOf(hosts.length, page)}</p>}
      >
        {failure && (
          <ProblemNote title="The hosts could not be read" problem={problemOf(failure)} />
        )}
        {page && facets && hosts.length === 0 && (
          <Empty title="No host is known yet">Start a capture, or replay one.</Empty>
        )}
        {hosts.length > 0 && (
          <>
            <DataTable
              label="Hosts"
              rows={hosts.slice(offset, offset + pageSize)}
              columns={hostColumns}
              keyOf={({ host }) => host}
            />
            <Pager offset={offset} limit={pageSize} total={hosts.length} onMove={setOffset} />
          </>
        )}
      </Card>
    </>
  )
}

function aboutOf(
  hostCount: number,
  { flows, total }: { readonly flows: readonly unknown[]; readonly total: number },
): string {
  const read = flows.length < total ? `the newest ${formatCount(flows.length)} of ` : ''
  return `${formatCount(hostCount)} of the alerts, and of ${read}${counted(total, 'flow')}`
}

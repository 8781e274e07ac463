import { useMemo } from 'react'
import { useFacets } from '../api/alert-queries.ts'
import { formatCount } from '../format/quantity.ts'
import type { TimeRange } from '../time/use-time-range.ts'
import { Card } from '../ui/card.tsx'
import { Value } from '../value/value.tsx'
import { gatherHosts } from './gather-hosts.ts'

const shownCount = 12

/** The hosts that most alerts of the time name, whatever was decided. */
export function InMostAlerts({ range: { from, to } }: { range: TimeRange }) {
  const { data: facets } = useFacets({
    status: 'all',
    ...(from !== undefined && { from: String(from) }),
    ...(to !== undefined && { to: String(to) }),
  })
  const hosts = useMemo(
    () => gatherHosts({ flows: [], sources: facets?.source ?? [], targets: facets?.target ?? [] }),
    [facets],
  )
  if (hosts.length === 0) return null
  return (
    <Card title="In most alerts">
      <ul className="grid gap-x-6 text-sm sm:grid-cols-2 xl:grid-cols-3">
        {hosts.slice(0, shownCount).map(({ host, asSource, asTarget }) => (
          <li key={host} className="flex min-w-0 items-center justify-between gap-2">
            <Value field="host" value={host} className="min-w-0 truncate" />
            <span className="shrink-0 text-xs text-ink-soft">
              {formatCount(asSource)} as source, {formatCount(asTarget)} as target
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

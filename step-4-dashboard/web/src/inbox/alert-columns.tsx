import type { ReactNode } from 'react'
import type { Alert } from 'step-3-persistence'
import { Link } from 'wouter'
import { HostPair } from '../alert/host-pair.tsx'
import { StatusLabel } from '../alert/status-label.tsx'
import { formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { OriginOfAlert } from '../run/origin-of-alert.tsx'
import { SeverityBadge } from '../severity/severity-badge.tsx'
import { Value } from '../value/value.tsx'
import type { InboxColumn } from './inbox-row.tsx'
import { Seen } from './seen.tsx'

export interface AlertColumn extends InboxColumn {
  readonly cell: (alert: Alert, address: string) => ReactNode
}

/** The columns after the box that selects; the sentence has most of the width. */
export const alertColumns: readonly AlertColumn[] = [
  {
    name: 'Severity',
    sort: 'severity',
    look: 'max-lg:order-1',
    cell: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  {
    name: 'Alert',
    look: 'max-lg:order-3 max-lg:w-full min-w-0',
    cell: (alert, address) => <Sentence alert={alert} address={address} />,
  },
  {
    name: 'Count',
    sort: 'count',
    look: 'max-lg:hidden text-sm',
    cell: ({ count }) => formatCount(count),
  },
  {
    name: 'Score',
    sort: 'score',
    look: 'max-lg:hidden text-sm',
    cell: ({ score }) => score.toFixed(2),
  },
  {
    name: 'Last seen',
    sort: 'last_seen',
    look: 'max-lg:order-4 max-lg:w-full text-sm max-lg:text-xs',
    cell: (alert) => <Seen {...alert} />,
  },
  {
    name: 'Status',
    look: 'max-lg:order-2 max-lg:ml-auto',
    cell: ({ status }) => <StatusLabel status={status} />,
  },
]

/** The sentence, and under it who, against whom, how it is called, and where it was seen. */
function Sentence({ alert, address }: { alert: Alert; address: string }) {
  const { technique, capture } = alert
  return (
    <>
      <Link
        href={address}
        data-row-link=""
        className="line-clamp-2 rounded py-0.5 font-medium hover:text-accent hover:underline"
      >
        <bdi>{visibleText(alert.title)}</bdi>
      </Link>
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-xs text-ink-soft lg:max-h-6 lg:overflow-hidden">
        <HostPair alert={alert} />
        <OriginOfAlert capture={capture} />
        {technique && (
          <Value field="technique" value={technique.id}>
            {visibleText(`${technique.id} ${technique.name}`)}
          </Value>
        )}
      </p>
    </>
  )
}

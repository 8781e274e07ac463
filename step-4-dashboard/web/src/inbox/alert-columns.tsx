import { createColumnHelper, tableFeatures } from '@tanstack/react-table'
import type { Alert } from 'step-3-persistence'
import { Link } from 'wouter'
import { HostPair } from '../alert/host-pair.tsx'
import { StatusLabel } from '../alert/status-label.tsx'
import { formatMoment } from '../format/moment.ts'
import { formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { SeverityBadge } from '../severity/severity-badge.tsx'

/** Sorting and filtering are the server's, so the table needs no features of its own. */
export const alertTableFeatures = tableFeatures({})

const helper = createColumnHelper<typeof alertTableFeatures, Alert>()

export const alertColumns = helper.columns([
  helper.accessor('severity', {
    header: 'Severity',
    cell: ({ getValue }) => <SeverityBadge severity={getValue()} />,
  }),
  helper.accessor('title', {
    header: 'Alert',
    cell: ({ row }) => <Sentence alert={row.original} />,
  }),
  helper.accessor('count', { header: 'Count', cell: ({ getValue }) => formatCount(getValue()) }),
  helper.accessor('first_seen_epoch', {
    header: 'First seen',
    cell: ({ getValue }) => <Seen when="First seen" epoch={getValue()} />,
  }),
  helper.accessor('last_seen_epoch', {
    header: 'Last seen',
    cell: ({ getValue }) => <Seen when="Last seen" epoch={getValue()} />,
  }),
  helper.accessor('status', {
    header: 'Status',
    cell: ({ getValue }) => <StatusLabel status={getValue()} />,
  }),
])

/** The sentence, and under it who, against whom, and how it is called. */
function Sentence({ alert }: { alert: Alert }) {
  const { technique } = alert
  return (
    <>
      <Link
        href={`/alerts/${alert.alert_id}`}
        data-alert-link=""
        className="line-clamp-2 rounded font-medium hover:text-accent hover:underline"
      >
        <bdi>{visibleText(alert.title)}</bdi>
      </Link>
      <p className="truncate text-xs text-ink-soft">
        <HostPair alert={alert} />
        {technique && ` · ${technique.id} ${technique.name}`}
      </p>
    </>
  )
}

function Seen({ when, epoch }: { when: string; epoch: number }) {
  return (
    <>
      <span className="text-ink-soft lg:hidden">{when} </span>
      {formatMoment(epoch)}
    </>
  )
}

import { useMemo } from 'react'
import { Link } from 'wouter'
import { formatMoment } from '../format/moment.ts'
import { formatBytes } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { type HostList, HostLists } from './host-lists.tsx'
import type { HostRecord } from './host-queries.ts'
import { flowWords } from './run-host.tsx'

/** What all kept flows of a time say of a host. */
export function KeptHost({ host }: { host: HostRecord }) {
  const lists = useMemo(() => listsOf(host), [host])
  return (
    <>
      <Risk host={host} />
      <HostLists lists={lists} />
    </>
  )
}

function listsOf(host: HostRecord): readonly HostList[] {
  const ports = (counts: HostRecord['served_ports']) =>
    counts
      .filter(({ port }) => port > 0)
      .map(({ port, proto_name, flows }) => ({
        value: String(port),
        words: `${port} ${proto_name}`,
        measure: flowWords(flows),
      }))
  const names = (counts: HostRecord['own_names']) =>
    counts.map(({ name, flows }) => ({ value: name, measure: flowWords(flows) }))
  return [
    {
      title: 'Peers, by bytes',
      field: 'host',
      entries: host.peer_list.map(({ address, bytes, flows }) => ({
        value: address,
        measure: `${formatBytes(bytes)}, ${flowWords(flows)}`,
      })),
      total: host.peers,
    },
    { title: 'Ports that it called', field: 'port', entries: ports(host.contacted_ports) },
    {
      title: 'Ports of its own that were called',
      field: 'port',
      entries: ports(host.served_ports),
    },
    { title: 'Names that it asked for', field: 'name', entries: names(host.asked_names) },
    { title: 'Names that it was asked by', field: 'name', entries: names(host.own_names) },
    {
      title: 'Fingerprints (JA4)',
      field: 'fingerprint',
      entries: host.ja4.map((value) => ({ value, measure: '' })),
    },
  ]
}

/** What the risk is made of: the gravest open alert of each kind, each further kind at half. */
function Risk({ host: { risk, risk_parts, first_seen, last_seen } }: { host: HostRecord }) {
  const seen = (text: string | null) => formatMoment(text === null ? null : Date.parse(text) / 1000)
  return (
    <Card
      title={`Risk ${risk} of 100`}
      aside={
        first_seen !== null && (
          <p className="text-xs text-ink-soft">
            Flows from {seen(first_seen)} to {seen(last_seen)}
          </p>
        )
      }
    >
      {risk_parts.length === 0 && <Empty title="No open alert of this time has it as its source" />}
      <ul className="text-sm">
        {risk_parts.map(({ kind, alert_id, points }) => (
          <li key={alert_id} className="flex items-center justify-between gap-3">
            <Link
              href={`/alerts/${alert_id}`}
              className="inline-flex min-h-6 items-center rounded hover:text-accent hover:underline"
            >
              {visibleText(kind.replaceAll('_', ' '))}
            </Link>
            <span className="text-ink-soft">{points} points</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

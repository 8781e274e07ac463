import { useMemo } from 'react'
import type { Flow } from '../flows/flow-queries.ts'
import { formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Value } from '../value/value.tsx'
import type { ValueField } from '../value/value-actions.ts'
import { countBy, type ValueCount } from './count-by.ts'

const shownCount = 10

/** Peers, ports, names and fingerprints of a host, by the number of its flows. */
export function HostCounts({ host, flows }: { host: string; flows: readonly Flow[] }) {
  const lists = useMemo(() => listsOf(host, flows), [host, flows])
  return (
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      {lists.map(({ title, field, counts }) => (
        <Card key={title} title={title} aside={<Distinct count={counts.length} />}>
          {counts.length === 0 ? (
            <Empty title="None" />
          ) : (
            <ul className="text-sm">
              {counts.slice(0, shownCount).map(({ value, count }) => (
                <li key={value} className="flex items-center justify-between gap-2">
                  <Value
                    field={field}
                    value={value.split(' ')[0] ?? value}
                    className="min-w-0 truncate"
                  >
                    <span className="font-mono">{visibleText(value)}</span>
                  </Value>
                  <span className="text-xs text-ink-soft">{formatCount(count)}</span>
                </li>
              ))}
            </ul>
          )}
        </Card>
      ))}
    </div>
  )
}

function Distinct({ count }: { count: number }) {
  return <p className="text-xs text-ink-soft">{formatCount(count)} in all</p>
}

interface CountList {
  readonly title: string
  readonly field: ValueField
  readonly counts: readonly ValueCount[]
}

function listsOf(host: string, flows: readonly Flow[]): readonly CountList[] {
  const opened = flows.filter(({ src_ip }) => src_ip === host)
  const accepted = flows.filter(({ dst_ip }) => dst_ip === host)
  const service = ({ dst_port, proto_name }: Flow) =>
    dst_port > 0 ? `${dst_port} ${proto_name}` : null
  return [
    {
      title: 'Peers, by flows',
      field: 'host',
      counts: countBy(flows, ({ src_ip, dst_ip }) => (src_ip === host ? dst_ip : src_ip)),
    },
    { title: 'Ports that it called', field: 'port', counts: countBy(opened, service) },
    {
      title: 'Ports of its own that were called',
      field: 'port',
      counts: countBy(accepted, service),
    },
    {
      title: 'Names and fingerprints that it sent',
      field: 'name',
      counts: [
        ...countBy(opened, ({ tls_server_name }) => tls_server_name),
        ...countBy(opened, ({ ja4 }) => ja4),
      ],
    },
  ]
}

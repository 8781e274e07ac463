import { useMemo } from 'react'
import type { Flow } from '../flows/flow-queries.ts'
import { counted } from '../format/quantity.ts'
import type { ValueField } from '../value/value-actions.ts'
import { countBy, type ValueCount } from './count-by.ts'
import { type HostList, HostLists } from './host-lists.tsx'

/** What the newest flows of the run say of a host: what is there where no flows are kept. */
export function RunHost({ host, flows }: { host: string; flows: readonly Flow[] }) {
  const lists = useMemo(() => listsOf(host, flows), [host, flows])
  return <HostLists lists={lists} />
}

function listsOf(host: string, flows: readonly Flow[]): readonly HostList[] {
  const opened = flows.filter(({ src_ip }) => src_ip === host)
  const accepted = flows.filter(({ dst_ip }) => dst_ip === host)
  const service = ({ dst_port, proto_name }: Flow) =>
    dst_port > 0 ? `${dst_port} ${proto_name}` : null
  return [
    listOf(
      'Peers, by flows',
      'host',
      countBy(flows, ({ src_ip, dst_ip }) => (src_ip === host ? dst_ip : src_ip)),
    ),
    listOf('Ports that it called', 'port', countBy(opened, service)),
    listOf('Ports of its own that were called', 'port', countBy(accepted, service)),
    listOf(
      'Names that it sent',
      'name',
      countBy(opened, ({ tls_server_name }) => tls_server_name),
    ),
    listOf(
      'Fingerprints (JA4)',
      'fingerprint',
      countBy(opened, ({ ja4 }) => ja4),
    ),
  ]
}

function listOf(title: string, field: ValueField, counts: readonly ValueCount[]): HostList {
  const entries = counts.map(({ value, count }) => ({
    value: value.split(' ')[0] ?? value,
    words: value,
    measure: flowWords(count),
  }))
  return { title, field, entries, total: counts.length }
}

export function flowWords(count: number): string {
  return counted(count, 'flow')
}

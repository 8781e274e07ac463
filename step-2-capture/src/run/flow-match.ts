import { applicationNames } from '../flow/application.ts'
import { FlowColumn, FlowState } from '../flow/flow-column.ts'
import { addressMatch } from './address-match.ts'
import type { FlowQuery } from './flow-record.ts'
import { communityIdOf, type FlowRow } from './flow-row.ts'

const anything = () => true

/** Tests flows against a query. A Community ID is hashed last: it costs some 3 µs. */
export function flowMatch(query: FlowQuery): (flow: FlowRow) => boolean {
  const { port, src_port, dst_port, proto, community_id, open, sensor, ja3, ja4, name } = query
  const names: readonly string[] = applicationNames
  const application = query.application && names.indexOf(query.application)
  const fromUs = query.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(query.from) * 1000
  const toUs = query.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(query.to) * 1000
  const state = query.state && FlowState[query.state]
  const ofEither = query.ip === undefined ? anything : addressMatch(query.ip)
  const ofSource = query.src_ip === undefined ? anything : addressMatch(query.src_ip)
  const ofTarget = query.dst_ip === undefined ? anything : addressMatch(query.dst_ip)
  return (flow) => {
    const sourcePort = column(flow, FlowColumn.originatorPort)
    const targetPort = column(flow, FlowColumn.responderPort)
    return (
      (proto === undefined || proto === column(flow, FlowColumn.protocol)) &&
      (state === undefined || state === column(flow, FlowColumn.state)) &&
      column(flow, FlowColumn.lastUs) >= fromUs &&
      column(flow, FlowColumn.firstUs) <= toUs &&
      (open === undefined || open === (flow.end === 'open')) &&
      (sensor === undefined || sensor === flow.sensor) &&
      (application === undefined || application === flow.application) &&
      (ja3 === undefined || ja3 === flow.tls?.ja3) &&
      (ja4 === undefined || ja4 === flow.tls?.ja4) &&
      (name === undefined || isNamed(flow, name)) &&
      (port === undefined || port === sourcePort || port === targetPort) &&
      (src_port === undefined || src_port === sourcePort) &&
      (dst_port === undefined || dst_port === targetPort) &&
      ofSource(flow.source) &&
      ofTarget(flow.target) &&
      (ofEither(flow.source) || ofEither(flow.target)) &&
      (community_id === undefined || community_id === communityIdOf(flow))
    )
  }
}

/** Of a flow of the run only the name in its TLS hello is known. */
function isNamed({ tls }: FlowRow, name: string): boolean {
  const asked = tls?.serverName?.toLowerCase()
  const wanted = name.toLowerCase()
  return asked === wanted || (asked?.endsWith(`.${wanted}`) ?? false)
}

function column({ values, at }: FlowRow, index: number): number {
  return values[at + index] as number
}

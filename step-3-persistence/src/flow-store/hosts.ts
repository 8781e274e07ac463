import { isoTimeOfSeconds } from 'step-2-capture/iso-time'
import type { Row } from './duckdb.ts'
import type { FlowTable } from './flow-page.ts'
import { flowWhere, type Where } from './flow-where.ts'

/** Peers, ports and names that the page of a host shows. */
const shownCount = 20

export interface HostQuery extends HostFilter {
  readonly sort: 'last_seen' | 'first_seen' | 'bytes' | 'flows' | 'peers'
  readonly limit: number
  readonly offset: number
}

/** An address, and the time that it is asked about. */
export interface OneHost extends HostFilter {
  readonly address: string
}

export interface HostSummary {
  readonly address: string
  readonly first_seen: string
  readonly last_seen: string
  readonly flows: number
  readonly peers: number
  readonly bytes_sent: number
  readonly bytes_received: number
}

export interface HostPage {
  readonly total: number
  readonly hosts: readonly HostSummary[]
}

export interface HostDetail extends HostSummary {
  readonly packets_sent: number
  readonly packets_received: number
  /** The addresses it exchanged most with. */
  readonly peer_list: {
    address: string
    flows: number
    bytes: number
    last_seen: string
  }[]
  /** Ports on which it was contacted, and those that it contacted. */
  readonly served_ports: PortCount[]
  readonly contacted_ports: PortCount[]
  /** Names that it asked for, and names by which others asked for it in HTTP and TLS. */
  readonly asked_names: NameCount[]
  readonly own_names: NameCount[]
  readonly ja4: string[]
}

interface PortCount {
  readonly port: number
  readonly proto_name: string
  readonly flows: number
}

interface NameCount {
  readonly name: string
  readonly flows: number
}

export interface HostFilter {
  /** An address or a network. */
  readonly address?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** The flows of those hosts, once as their originator's and once as their responder's. */
function endsOf({ address, from, to }: HostFilter): Where {
  const source = flowWhere({ src_ip: address, from, to })
  const target = flowWhere({ dst_ip: address, from, to })
  const sql = `
    select src_ip as address, dst_ip as peer, first_seen_epoch, last_seen_epoch, bytes_sent as sent, bytes_received as received, packets_sent as packets_out, packets_received as packets_in from flow where ${source.sql}
    union all
    select dst_ip, src_ip, first_seen_epoch, last_seen_epoch, bytes_received, bytes_sent, packets_received, packets_sent from flow where ${target.sql}`
  return { sql, values: [...source.values, ...target.values] }
}

const sortColumns = {
  last_seen: 'last_seen_epoch',
  first_seen: 'first_seen_epoch',
  bytes: 'bytes_sent + bytes_received',
  flows: 'flows',
  peers: 'peers',
} as const

const summary = `address, min(first_seen_epoch) as first_seen_epoch, max(last_seen_epoch) as last_seen_epoch, count(*)::DOUBLE as flows, approx_count_distinct(peer)::DOUBLE as peers, sum(sent) as bytes_sent, sum(received) as bytes_received, sum(packets_out) as packets_sent, sum(packets_in) as packets_received`

/** Hosts of the flows that match; peers are estimated above some dozens, within 2 %. */
export async function hostPage(
  table: Pick<FlowTable, 'rows'>,
  query: HostQuery,
): Promise<HostPage> {
  const { sort, limit, offset } = query
  const ends = endsOf(query)
  const grouped = `select ${summary} from (${ends.sql}) group by address`
  const [count] = await table.rows(`select count(*)::DOUBLE as total from (${grouped})`, ends)
  const rows = await table.rows(
    `select * from (${grouped}) order by ${sortColumns[sort]} desc, address limit ${limit} offset ${offset}`,
    ends,
  )
  return { total: Number(count?.total ?? 0), hosts: rows.map(toSummary) }
}

/** All about one address in a time; null where no flow of that time is of it. */
export async function hostDetail(
  table: Pick<FlowTable, 'rows'>,
  { address, from, to }: OneHost,
): Promise<HostDetail | null> {
  const ends = endsOf({ address, from, to })
  const source = flowWhere({ src_ip: address, from, to })
  const target = flowWhere({ dst_ip: address, from, to })
  const [found] = await table.rows(`select ${summary} from (${ends.sql}) group by address`, ends)
  if (!found) return null
  const peers = await table.rows(
    `select peer, count(*)::DOUBLE as flows, sum(sent + received) as bytes, max(last_seen_epoch) as last_seen_epoch from (${ends.sql}) group by peer order by bytes desc, peer limit ${shownCount}`,
    ends,
  )
  return {
    ...toSummary(found),
    packets_sent: Number(found.packets_sent),
    packets_received: Number(found.packets_received),
    peer_list: peers.map((row) => ({
      address: String(row.peer),
      flows: Number(row.flows),
      bytes: Number(row.bytes),
      last_seen: isoTimeOfSeconds(Number(row.last_seen_epoch)),
    })),
    served_ports: await ports(table, target),
    contacted_ports: await ports(table, source),
    asked_names: await names(table, source, 'names'),
    own_names: await names(table, { ...target, sql: `${target.sql} and dst_port != 53` }, 'names'),
    ja4: (
      await table.rows(
        `select distinct ja4 from flow where ${source.sql} and ja4 is not null order by ja4 limit ${shownCount}`,
        source,
      )
    ).map(({ ja4 }) => String(ja4)),
  }
}

async function ports(table: Pick<FlowTable, 'rows'>, where: Where): Promise<PortCount[]> {
  const rows = await table.rows(
    `select dst_port, proto_name, count(*)::DOUBLE as flows from flow where ${where.sql} group by dst_port, proto_name order by flows desc, dst_port limit ${shownCount}`,
    where,
  )
  return rows.map((row) => ({
    port: Number(row.dst_port),
    proto_name: String(row.proto_name),
    flows: Number(row.flows),
  }))
}

async function names(
  table: Pick<FlowTable, 'rows'>,
  where: Where,
  column: 'names',
): Promise<NameCount[]> {
  const rows = await table.rows(
    `select name, count(*)::DOUBLE as flows from (select unnest(string_split(${column}, ' ')) as name from flow where ${where.sql} and ${column} is not null) group by name order by flows desc, name limit ${shownCount}`,
    where,
  )
  return rows.map((row) => ({ name: String(row.name), flows: Number(row.flows) }))
}

function toSummary(row: Row): HostSummary {
  return {
    address: String(row.address),
    first_seen: isoTimeOfSeconds(Number(row.first_seen_epoch)),
    last_seen: isoTimeOfSeconds(Number(row.last_seen_epoch)),
    flows: Number(row.flows),
    peers: Number(row.peers),
    bytes_sent: Number(row.bytes_sent),
    bytes_received: Number(row.bytes_received),
  }
}

import { isoTimeOfSeconds } from 'step-2-capture/iso-time'
import type { Row } from './duckdb.ts'
import type { FlowTable } from './flow-page.ts'
import { flowWhere } from './flow-where.ts'

export interface LinkQuery {
  /** Pairs of which one is this address, or in this network. */
  readonly address?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** The pairs with the most bytes, at most. */
  readonly limit: number
  /** Pairs that are asked for beside them: two addresses, the lesser text first. */
  readonly pairs: readonly (readonly [string, string])[]
}

/** Two hosts with flows between them, in whatever direction; the lesser text first. */
export interface HostLink {
  readonly source: string
  readonly target: string
  readonly flows: number
  readonly bytes: number
  readonly last_seen: string
}

export interface LinkPage {
  /** Pairs in all. */
  readonly total: number
  /** The heaviest first; each pair once. */
  readonly links: readonly HostLink[]
}

/** Who exchanged flows with whom: the heaviest pairs, and those that were asked for by name. */
export async function hostLinks(
  table: Pick<FlowTable, 'rows'>,
  { address, from, to, limit, pairs }: LinkQuery,
): Promise<LinkPage> {
  const where = flowWhere({ ip: address, from, to })
  const named = pairs.map((pair) => pair.join(' ')).join(',')
  const rows = await table.rows(
    `, pair as (
      select least(src_ip, dst_ip) as source, greatest(src_ip, dst_ip) as target, count(*)::DOUBLE as flows, sum(bytes_sent + bytes_received) as bytes, max(last_seen_epoch) as last_seen_epoch
      from flow where ${where.sql} group by source, target
    ), ranked as (
      select *, row_number() over (order by bytes desc, source, target) as place, count(*) over ()::DOUBLE as total from pair
    )
    select * from ranked where place <= ${limit} or list_contains(string_split(?, ','), source || ' ' || target) order by place`,
    { values: [...where.values, named] },
  )
  return { total: Number(rows[0]?.total ?? 0), links: rows.map(toLink) }
}

function toLink({ source, target, flows, bytes, last_seen_epoch }: Row): HostLink {
  return {
    source: String(source),
    target: String(target),
    flows: Number(flows),
    bytes: Number(bytes),
    last_seen: isoTimeOfSeconds(Number(last_seen_epoch)),
  }
}

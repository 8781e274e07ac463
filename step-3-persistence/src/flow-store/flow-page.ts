import type { FlowPage, FlowQuery } from 'step-2-capture'
import type { Row } from './duckdb.ts'
import { toFlowRecord } from './flow-columns.ts'
import type { FlowFile } from './flow-files.ts'
import { everything, flowWhere, type Where } from './flow-where.ts'

/** A total order, so that pages neither repeat nor skip a flow. */
const newestFirst =
  'last_seen_epoch desc, first_seen_epoch desc, run_id, src_ip, src_port, dst_ip, dst_port, proto'

/** What can be asked of flows that lie in files, and of those that are not written yet. */
export interface FlowTable {
  readonly files: readonly FlowFile[]
  readonly pendingCount: number
  /** How many flows of each file match; under the empty name those that are not written. */
  counts(files: readonly FlowFile[], where: Where): Promise<ReadonlyMap<string, number>>
  /** Asks `flow`: these files, by default all, and what is not written. */
  rows(sql: string, where: Pick<Where, 'values'>, files?: readonly FlowFile[]): Promise<Row[]>
}

/**
 * The flows that match, those seen last first. A flow has forty columns, and a page a thousand rows of
 * perhaps ten million, so the wide columns are read last: the columns of the filter say which files
 * have matches, one column of the newest of them says when the page begins and ends, and the rows
 * between these two times are read whole.
 */
export async function flowPage(table: FlowTable, query: FlowQuery): Promise<FlowPage> {
  const where = flowWhere(query)
  const counts = await matches(table, query, where)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const files = table.files.filter(({ name }) => (counts.get(name) ?? 0) > 0)
  const { limit, offset } = query
  if (limit === 0 || offset >= total) return { total, flows: [] }
  const newest = newestFiles(files, counts, offset + limit)
  const about = await bounds(table, where, { limit, offset, files: newest })
  const meant = files.filter(({ newest_epoch }) => newest_epoch >= about.last)
  const { first, last } =
    meant.length === newest.length
      ? about
      : await bounds(table, where, { limit, offset, files: meant })
  const values = [...where.values, first]
  const newer = `select count(*)::DOUBLE as newer from flow where ${where.sql} and last_seen_epoch > ?`
  const [before] = await table.rows(newer, { values }, meant)
  const rows = await table.rows(
    `select * from flow where ${where.sql} and last_seen_epoch <= ? and last_seen_epoch >= ? order by ${newestFirst} limit ${limit} offset ${offset - Number(before?.newer)}`,
    { values: [...values, last] },
    meant,
  )
  return { total, flows: rows.map(toFlowRecord) }
}

/** Files outside the time that is asked for are not opened; without a filter none is. */
function matches(table: FlowTable, { from, to }: FlowQuery, where: Where) {
  if (where === everything) {
    const known = table.files.map(({ name, flow_count }) => [name, flow_count] as const)
    return new Map([...known, ['', table.pendingCount]])
  }
  const fromEpoch = from === undefined ? -Infinity : Date.parse(from) / 1000
  const toEpoch = to === undefined ? Infinity : Date.parse(to) / 1000
  const inTime = table.files.filter(
    (file) => file.newest_epoch >= fromEpoch && file.oldest_epoch <= toEpoch,
  )
  return table.counts(inTime, where)
}

/** The files with the newest flows that together have `count` matches. */
function newestFiles(
  files: readonly FlowFile[],
  counts: ReadonlyMap<string, number>,
  count: number,
): FlowFile[] {
  let found = 0
  return files
    .toSorted((a, b) => b.newest_epoch - a.newest_epoch)
    .filter(({ name }) => {
      const isNeeded = found < count
      found += counts.get(name) ?? 0
      return isNeeded
    })
}

/** When the flows of a page were seen last: the first of them, and the last. */
async function bounds(
  table: FlowTable,
  where: Where,
  { limit, offset, files }: { limit: number; offset: number; files: readonly FlowFile[] },
): Promise<{ first: number; last: number }> {
  const page = `select last_seen_epoch as seen from flow where ${where.sql} order by seen desc limit ${limit} offset ${offset}`
  const sql = `select max(seen) as first, min(seen) as last from (${page})`
  const [found] = await table.rows(sql, where, files)
  return { first: Number(found?.first), last: Number(found?.last) }
}

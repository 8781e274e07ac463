import type { FlowQuery } from 'step-2-capture'
import { addressKey, addressRange } from '../alert/address-range.ts'
import { halvesOfKey } from './flow-columns.ts'

/** What limits rows: text of this program, with a `?` for each value that came from outside. */
export interface Where {
  readonly sql: string
  readonly values: readonly (string | number | bigint)[]
}

export const everything: Where = { sql: 'true', values: [] }

export function flowWhere(query: Omit<FlowQuery, 'limit' | 'offset' | 'open'>): Where {
  const { ip, src_ip, dst_ip, port, src_port, dst_port, proto, state } = query
  const { community_id, application, ja3, ja4, sensor, name, run_id, source, from, to } = query
  return all([
    ...(ip === undefined ? [] : [any([inNetwork('src', ip), inNetwork('dst', ip)])]),
    ...(src_ip === undefined ? [] : [inNetwork('src', src_ip)]),
    ...(dst_ip === undefined ? [] : [inNetwork('dst', dst_ip)]),
    ...(port === undefined ? [] : [any([equal('src_port', port), equal('dst_port', port)])]),
    ...equalIfGiven({ src_port, dst_port, proto, state, community_id, application }),
    ...equalIfGiven({ ja3, ja4, sensor, capture_source: source }),
    ...(run_id === undefined ? [] : [ofRun(run_id)]),
    ...(name === undefined ? [] : [named(name)]),
    ...(from === undefined ? [] : [bound('last_seen_epoch >=', from)]),
    ...(to === undefined ? [] : [bound('first_seen_epoch <=', to)]),
  ])
}

function equalIfGiven(fields: Record<string, string | number | undefined>): Where[] {
  return Object.entries(fields).flatMap(([column, value]) =>
    value === undefined ? [] : [equal(column, value)],
  )
}

/** @param column A name of this program. */
function equal(column: string, value: string | number): Where {
  const type = numberTypes[column]
  return { sql: type ? `${column} = ?::${type}` : `${column} = ?`, values: [value] }
}

/** Compared as what the files hold, so that whole blocks of rows are passed over. */
const numberTypes: Readonly<Record<string, string>> = {
  src_port: 'USMALLINT',
  dst_port: 'USMALLINT',
  proto: 'UTINYINT',
}

/** The name itself, or a domain that it is in. */
function named(name: string): Where {
  const wanted = name.toLowerCase().replace(/\.$/, '')
  return {
    // The first condition is cheap, and false for almost every row.
    sql: "(contains(names, ?) and (contains(' ' || names || ' ', ' ' || ? || ' ') or contains(names || ' ', '.' || ? || ' ')))",
    values: [wanted, wanted, wanted],
  }
}

/** A capture that was started again has the number of the start behind its id. */
function ofRun(id: string): Where {
  return { sql: "(run_id = ? or starts_with(run_id, ? || '.'))", values: [id, id] }
}

function bound(comparison: string, time: string): Where {
  return { sql: `${comparison} ?`, values: [Date.parse(time) / 1000] }
}

/** An address or a network, as a range of two numbers. */
export function inNetwork(end: 'src' | 'dst', network: string): Where {
  const key = addressKey(network)
  const range = key === undefined ? addressRange(network) : { first: key, last: key }
  if (!range) return { sql: 'false', values: [] }
  const first = halvesOfKey(range.first)
  const last = halvesOfKey(range.last)
  const high = `${end}_high between ?::UBIGINT and ?::UBIGINT`
  // A network of less than 64 bits takes every lower half.
  if (first.high !== last.high) return { sql: `(${high})`, values: [first.high, last.high] }
  return {
    sql: `(${end}_high = ?::UBIGINT and ${end}_low between ?::UBIGINT and ?::UBIGINT)`,
    values: [first.high, first.low, last.low],
  }
}

export function all(conditions: readonly Where[]): Where {
  return join(conditions, ' and ', everything)
}

export function any(conditions: readonly Where[]): Where {
  return join(conditions, ' or ', { sql: 'false', values: [] })
}

function join(conditions: readonly Where[], word: string, none: Where): Where {
  if (conditions.length === 0) return none
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(word)})`,
    values: conditions.flatMap(({ values }) => values),
  }
}

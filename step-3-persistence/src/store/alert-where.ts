import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { severityRank } from 'step-2-capture'
import { addressKey, addressRange } from '../alert/address-range.ts'
import type { AlertFilter } from '../alert/alert-filter.ts'
import type { Database } from './database.ts'
import { wordsOf } from './search-words.ts'

type Builder = ExpressionBuilder<Database, 'alert'>
type Condition = Expression<SqlBool>

/** A filter with what the index of the store says of its words. */
export interface StoredFilter extends AlertFilter {
  /** For FTS5: alerts that do not match it do not hold the words. */
  readonly candidates?: string
  /** Numbers in that index: no other alert fits, or none that is looked for. */
  readonly ids?: readonly number[]
}

/** The WHERE clause of a filter. Every value is a parameter, every column is named here. */
export function alertWhere(eb: Builder, filter: StoredFilter): Condition {
  return eb.and([
    ...lists(eb, filter),
    ...hosts(eb, filter),
    ...equals(eb, filter),
    ...bounds(eb, filter),
    ...hidden(eb, filter),
    ...among(filter),
    ...wordsOf(filter.q).map(holdsWord),
    ...combined(eb, filter),
  ])
}

/** SQL knows a third truth value: a filter on a target that is null is neither true nor false. */
function combined(eb: Builder, { all = [], none = [] }: AlertFilter): Condition[] {
  const fits = (filter: AlertFilter) =>
    eb(eb.case().when(alertWhere(eb, filter)).then(1).else(0).end(), '=', 1)
  return [
    ...all.map((group) => eb.or(group.map(fits))),
    ...none.map((filter) => eb.not(fits(filter))),
  ]
}

function lists(eb: Builder, { status, severity, kind, technique, ...filter }: AlertFilter) {
  const conditions: Condition[] = []
  if (status) conditions.push(eb('alert.status', 'in', status))
  if (severity) conditions.push(eb('alert.severity', 'in', severity.map(severityRank)))
  if (kind) conditions.push(eb('alert.kind', 'in', kind))
  if (technique) conditions.push(eb('alert.technique_id', 'in', technique))
  if (filter.capture_source) {
    conditions.push(eb('alert.capture_source', 'in', filter.capture_source))
  }
  if (filter.detector) {
    const quoted = filter.detector.map((name) => JSON.stringify(name))
    conditions.push(eb.or(quoted.map(isDetector)))
  }
  return conditions
}

function hosts(eb: Builder, { source, target, host }: AlertFilter) {
  const conditions: Condition[] = []
  const either = (names: readonly string[], ends: readonly ('source' | 'target')[]) =>
    eb.or(names.flatMap((name) => ends.map((end) => isHost(eb, end, name))))
  if (source) conditions.push(either(source, ['source']))
  if (target) conditions.push(either(target, ['target']))
  if (host) conditions.push(either(host, ['source', 'target']))
  return conditions
}

/** An address in any spelling, a CIDR block, or any other name as it is. */
function isHost(eb: Builder, end: 'source' | 'target', name: string): Condition {
  const range = addressRange(name)
  const column = `alert.${end}_key` as const
  if (range) return eb.and([eb(column, '>=', range.first), eb(column, '<=', range.last)])
  const key = addressKey(name)
  return key ? eb(column, '=', key) : eb(`alert.${end}`, '=', name)
}

function equals(eb: Builder, filter: AlertFilter) {
  const conditions: Condition[] = []
  const { target_port, target_group, capture_name, model_version, group_key } = filter
  if (target_port !== undefined) conditions.push(eb('alert.target_port', '=', target_port))
  if (target_group !== undefined) conditions.push(eb('alert.target_group', '=', target_group))
  if (capture_name !== undefined) conditions.push(eb('alert.capture_name', '=', capture_name))
  if (model_version !== undefined) conditions.push(eb('alert.model_version', '=', model_version))
  if (group_key !== undefined) conditions.push(eb('alert.group_key', '=', group_key))
  return conditions
}

function hidden(eb: Builder, { suppressed }: AlertFilter): Condition[] {
  if (suppressed === undefined) return []
  return [eb('alert.suppressed_by', suppressed ? 'is not' : 'is', null)]
}

function bounds(eb: Builder, filter: AlertFilter) {
  const conditions: Condition[] = []
  const { min_score, min_confidence, min_count, min_severity_score, from, to } = filter
  if (min_severity_score !== undefined) {
    conditions.push(eb('alert.severity_score', '>=', min_severity_score))
  }
  if (min_score !== undefined) conditions.push(eb('alert.score', '>=', min_score))
  if (min_confidence !== undefined) conditions.push(eb('alert.confidence', '>=', min_confidence))
  if (min_count !== undefined) conditions.push(eb('alert.count', '>=', min_count))
  if (from !== undefined) conditions.push(eb('alert.last_seen_epoch', '>=', from))
  if (to !== undefined) conditions.push(eb('alert.first_seen_epoch', '<=', to))
  return conditions
}

function among({ candidates, ids }: StoredFilter): Condition[] {
  const conditions: Condition[] = []
  if (candidates !== undefined) {
    conditions.push(sql<SqlBool>`alert.search_id in
      (select rowid from alert_search where alert_search match ${candidates})`)
  }
  if (ids) {
    conditions.push(sql<SqlBool>`alert.search_id in
      (select value from json_each(${JSON.stringify(ids)}))`)
  }
  return conditions
}

/** Whether the list holds a name, whose case counts: SQLite's LIKE does not mind it, PostgreSQL's does. */
function isDetector(quoted: string) {
  return sql<SqlBool>`replace(alert.detectors, ${quoted}, '') <> alert.detectors`
}

/** Contains `word` as it is: the wildcards of LIKE in it are escaped. */
function holdsWord(word: string) {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
  return sql<SqlBool>`alert.search_text like ${pattern} escape '\\'`
}

import { z } from '@hono/zod-openapi'
import { AppError, severity, sourceKind } from 'step-2-capture'
import { alertStatus } from '../alert/alert.ts'
import {
  type AlertFilter,
  type AlertQuery,
  alertSorts,
  type PagePosition,
} from '../alert/alert-filter.ts'
import { searchFilter } from '../alert/search-filter.ts'
import { searchLengthMax } from '../alert/search-language.ts'
import { errorCodes } from '../error-codes.ts'
import { listOf, moment, plainText } from './query-values.ts'

/** A page of 500 rows is about 1 MB of JSON. */
export const pageSizeMax = 500
const name = plainText(255).min(1)
const fraction = z.coerce.number<string>().min(0).max(1).optional()

export const alertFilterQuery = z.strictObject({
  status: listOf(alertStatus),
  severity: listOf(severity),
  kind: listOf(name),
  detector: listOf(name),
  source: listOf(name),
  target: listOf(name),
  host: listOf(name),
  target_port: z.coerce.number<string>().int().min(0).max(65_535).optional(),
  target_group: name.optional(),
  technique: listOf(name),
  capture_source: listOf(sourceKind),
  capture_name: name.optional(),
  model_version: name.optional(),
  group_key: plainText(4_000).optional(),
  min_score: fraction,
  min_severity_score: z.coerce.number<string>().min(0).max(100).optional(),
  min_confidence: fraction,
  min_count: z.coerce.number<string>().int().min(0).optional(),
  /** `false` shows what no rule hides, `true` only what one hides, `all` both. */
  suppressed: z
    .enum(['false', 'true', 'all'])
    .default('false')
    .transform((text) => (text === 'all' ? undefined : text === 'true')),
  /** Words, and terms such as `severity:high -kind:beaconing`. */
  q: plainText(searchLengthMax).optional(),
  from: moment,
  to: moment,
})

export const alertListQuery = alertFilterQuery.extend({
  sort: z.enum(alertSorts).default('last_seen'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.coerce.number<string>().int().min(1).max(pageSizeMax).default(50),
  /** The `next_cursor` of the page before; only good for the same sort and order. */
  cursor: z.string().max(500).optional(),
})

/** What a query or a body asks for, with its search text read. @throws AppError `E_INVALID_INPUT` */
export function toAlertFilter(given: z.output<typeof alertFilterQuery>, now: Date): AlertFilter {
  const { q, ...filter } = given
  return q === undefined ? filter : { ...filter, ...searchFilter(q, now) }
}

export function toAlertQuery(given: z.output<typeof alertListQuery>, now: Date): AlertQuery {
  const { sort, order, limit, cursor, ...rest } = given
  const filter = toAlertFilter(rest, now)
  const after = cursor === undefined ? undefined : readCursor(cursor, orderingOf({ sort, order }))
  return { filter, sort, order, limit, after }
}

export function orderingOf({ sort, order }: Pick<AlertQuery, 'sort' | 'order'>): string {
  return `${sort} ${order}`
}

const cursorContent = z.tuple([z.string(), z.number(), z.string().max(64)])

/** @param ordering What the list is, and how it is sorted: a cursor is only good for the same. */
export function writeCursor(next: PagePosition | null, ordering: string): string | null {
  if (!next) return null
  const content: z.infer<typeof cursorContent> = [ordering, next.value, next.alert_id]
  return Buffer.from(JSON.stringify(content)).toString('base64url')
}

/** @throws AppError `E_BAD_CURSOR` */
export function readCursor(cursor: string, ordering: string): PagePosition {
  const parsed = cursorContent.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()))
  if (!parsed.success || parsed.data[0] !== ordering) {
    throw new AppError(
      errorCodes.E_BAD_CURSOR,
      'the cursor does not belong to a page in this order',
      {
        fix: 'Take next_cursor from an answer with the same sort and order, or leave it out.',
      },
    )
  }
  const [, value, alert_id] = parsed.data
  return { value, alert_id }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

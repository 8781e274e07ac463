import { createRoute, z } from '@hono/zod-openapi'
import {
  AppError,
  createRouter,
  jsonResponse,
  limitBody,
  optionalJson,
  problemResponses,
  requireJson,
} from 'step-2-capture'
import type { AlertStore } from '../alert/alert-store.ts'
import { errorCodes } from '../error-codes.ts'
import { blockList, blockListFormats } from '../hunt/block-list.ts'
import { feedBytesMax } from '../hunt/feed/fetch-feed.ts'
import { indicatorType, type TypedValue } from '../hunt/indicator/indicator.ts'
import { typedValues, valueOfType } from '../hunt/indicator/typed-value.ts'
import { matchKind } from '../hunt/indicator-detection.ts'
import { intelStatistics } from '../hunt/intel-statistics.ts'
import type { ThreatIntel } from '../hunt/threat-intel.ts'
import { smallBodyBytesMax } from './body-limits.ts'
import * as schemas from './intel-schemas.ts'

export interface IntelRoutesContext {
  readonly intel: ThreatIntel
  readonly alerts: AlertStore
  readonly now: () => Date
}

/** The feed of what people add by hand. */
const ownFeed = 'own'

const json = <T extends z.ZodType>(schema: T) => ({
  required: true as const,
  content: { 'application/json': { schema } },
})
const small = [limitBody(smallBodyBytesMax), requireJson]
const { E_INVALID_INPUT, E_BODY_TOO_LARGE, E_NOT_JSON, E_BAD_JSON } = errorCodes
const bodyRefusals = problemResponses(E_INVALID_INPUT, E_BAD_JSON, E_BODY_TOO_LARGE, E_NOT_JSON)

const postCheck = createRoute({
  method: 'post',
  path: '/threat_hunting/check_ioc',
  summary: 'What the feeds know of an address, name, URL, hash or fingerprint',
  middleware: small,
  request: { body: json(schemas.checkRequest) },
  responses: { 200: jsonResponse(schemas.checkResult, 'What is known'), ...bodyRefusals },
})

const postChecks = createRoute({
  method: 'post',
  path: '/threat_hunting/check_iocs',
  summary: 'The same of up to a thousand values',
  middleware: small,
  request: { body: json(schemas.bulkCheckRequest) },
  responses: { 200: jsonResponse(schemas.bulkCheckResult, 'In the order asked'), ...bodyRefusals },
})

const postUpdate = createRoute({
  method: 'post',
  path: '/threat_hunting/update_intel',
  summary: 'Set or replace a feed, whole or not at all; without a body fetch all anew',
  middleware: [limitBody(feedBytesMax), optionalJson] as const,
  request: { body: { content: { 'application/json': { schema: schemas.updateRequest } } } },
  responses: {
    200: jsonResponse(schemas.updateResult, 'What changed'),
    ...bodyRefusals,
    ...problemResponses(
      errorCodes.E_FEED_REFUSED,
      errorCodes.E_TOO_MANY_FEEDS,
      errorCodes.E_ADDRESS_REFUSED,
      errorCodes.E_ADDRESS_UNKNOWN,
    ),
  },
})

const getStats = createRoute({
  method: 'get',
  path: '/threat_hunting/intel_stats',
  summary: 'The feeds, how old they are, and how many indicators of each type they have',
  responses: { 200: jsonResponse(schemas.intelStats, 'The numbers') },
})

const postIndicators = createRoute({
  method: 'post',
  path: '/threat_hunting/indicators',
  summary: 'Add indicators of your own, as the feed "own"',
  middleware: small,
  request: { body: json(schemas.ownIndicators) },
  responses: { 200: jsonResponse(schemas.updateResult, 'What changed'), ...bodyRefusals },
})

const deleteIndicator = createRoute({
  method: 'delete',
  path: '/threat_hunting/indicators',
  summary: 'Take an indicator of your own out',
  request: { query: z.strictObject({ value: z.string().min(1).max(2_048) }) },
  responses: {
    200: jsonResponse(schemas.indicatorRemoved, 'It is gone'),
    ...problemResponses(E_INVALID_INPUT, errorCodes.E_NO_INDICATOR),
  },
})

const deleteFeed = createRoute({
  method: 'delete',
  path: '/threat_hunting/feeds/{name}',
  summary: 'Forget a feed and its indicators',
  request: { params: z.object({ name: schemas.feedName }) },
  responses: {
    200: jsonResponse(schemas.feedRemoved, 'It is gone'),
    ...problemResponses(E_INVALID_INPUT, errorCodes.E_NO_FEED),
  },
})

const getBlockList = createRoute({
  method: 'get',
  path: '/threat_hunting/blocklist',
  summary: 'Indicators for a firewall or proxy: plain, nftables or csv',
  request: {
    query: z.strictObject({
      format: z.enum(blockListFormats).default('plain'),
      type: indicatorType.optional(),
      feed: schemas.feedName.optional(),
      min_confidence: z.coerce.number<string>().min(0).max(1).default(0.7),
    }),
  },
  responses: {
    200: { description: 'The list', content: { 'text/plain': { schema: z.string() } } },
    ...problemResponses(E_INVALID_INPUT),
  },
})

export function intelRoutes({ intel, alerts, now }: IntelRoutesContext) {
  const updated = (
    updates: z.input<typeof schemas.updateResult>['updated'],
    failed = intel.feeds.slice(0, 0),
  ) => ({
    updated: updates,
    failed,
    message: `${updates.length} ${updates.length === 1 ? 'feed was' : 'feeds were'} updated, ${failed.length} failed`,
    timestamp: now().toISOString(),
  })
  return createRouter()
    .openapi(postCheck, (c) => {
      const { ioc_value, ioc_type } = c.req.valid('json')
      return c.json(checked(intel, ioc_value, ioc_type), 200)
    })
    .openapi(postChecks, (c) => {
      const { ioc_values, ioc_type } = c.req.valid('json')
      const results = ioc_values.map((value) => checked(intel, value, ioc_type))
      const found_count = results.filter(({ found }) => found).length
      return c.json({ count: results.length, found_count, results }, 200)
    })
    .openapi(postUpdate, async (c) => {
      // A request without a body has nothing to be valid.
      const given: z.output<typeof schemas.updateRequest> | undefined = c.req.valid('json')
      if (given?.name === undefined) {
        const { updates, failed } = await intel.refresh()
        return c.json(updated(updates, failed), 200)
      }
      const { name, url = null, content, threat_type, allow_shrinking, ...stated } = given
      const draft = {
        name,
        url,
        threatType: threat_type,
        allowsShrinking: allow_shrinking,
        ...stated,
      }
      return c.json(updated([await intel.update(draft, content)]), 200)
    })
    .openapi(getStats, async (c) => {
      const matched = await alerts.count({ kind: [matchKind] })
      return c.json({ ...intelStatistics(intel), matched_alerts: matched }, 200)
    })
    .openapi(postIndicators, async (c) => {
      const added = c.req.valid('json').indicators.flatMap(({ value, type, ...stated }) => {
        const values = valuesOf(value, type)
        if (values.length === 0) throw notAnIndicator(value, type)
        const first_seen = now().toISOString()
        return values.map((one) => ({ ...one, ...stated, first_seen }))
      })
      return c.json(updated([await intel.add(ownFeed, added)]), 200)
    })
    .openapi(deleteIndicator, async (c) => {
      const { value } = c.req.valid('query')
      let isGone = false
      for (const one of typedValues(value)) isGone = (await intel.remove(ownFeed, one)) || isGone
      if (!isGone) throw noIndicator(value)
      return c.json({ deleted: true as const, value }, 200)
    })
    .openapi(deleteFeed, async (c) => {
      const { name } = c.req.valid('param')
      if (!(await intel.removeFeed(name))) throw noFeed(name)
      return c.json({ deleted: true as const, name }, 200)
    })
    .openapi(getBlockList, (c) => {
      const { format, type, feed, min_confidence } = c.req.valid('query')
      const chosen = [...intel.all()].filter(
        (one) =>
          one.confidence >= min_confidence &&
          (type === undefined || one.type === type) &&
          (feed === undefined || one.feed === feed),
      )
      return c.text(blockList(chosen, format), 200)
    })
}

function valuesOf(value: string, type: TypedValue['type'] | 'auto'): TypedValue[] {
  if (type === 'auto') return typedValues(value)
  const found = valueOfType(value, type)
  return found ? [found] : []
}

function checked(intel: ThreatIntel, text: string, asked: TypedValue['type'] | 'auto') {
  const values = valuesOf(text, asked)
  const matches = values.flatMap((value) => intel.find(value))
  const [best] = matches
  return {
    found: best !== undefined,
    ioc_value: text,
    ioc_type: best && values.length > 1 ? best.type : (values[0]?.type ?? 'unknown'),
    threat_type: best?.threat_type ?? null,
    source: best?.feed ?? null,
    confidence: best?.confidence ?? null,
    first_seen: best?.first_seen ?? null,
    description: best?.description ?? null,
    matches,
  }
}

function notAnIndicator(value: string, type: string): AppError {
  const what = type === 'auto' ? 'no address, name, URL, hash or fingerprint' : `no ${type}`
  return new AppError(E_INVALID_INPUT, `${value.slice(0, 80)} is ${what}`, {
    fix: 'Give one value an entry, for example 192.0.2.66 or update.example.net.',
  })
}

function noIndicator(value: string): AppError {
  return new AppError(errorCodes.E_NO_INDICATOR, `the feed own has no ${value.slice(0, 80)}`, {
    fix: 'POST /api/threat_hunting/check_ioc says which feed it is from.',
  })
}

function noFeed(name: string): AppError {
  return new AppError(errorCodes.E_NO_FEED, `there is no feed ${name}`, {
    fix: 'GET /api/threat_hunting/intel_stats lists them.',
  })
}

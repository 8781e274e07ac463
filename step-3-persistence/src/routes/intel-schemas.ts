import { z } from '@hono/zod-openapi'
import { feedFormats } from '../hunt/feed/read-feed.ts'
import { feed, indicator, indicatorType } from '../hunt/indicator/indicator.ts'
import { indicatorExample } from '../hunt/indicator/indicator-example.ts'
import { valueLengthMax } from '../hunt/indicator/typed-value.ts'
import { plainText } from './query-values.ts'

/** Values that are looked up in one request; each takes some microseconds. */
export const checkCountMax = 1_000
/** Indicators that are added by hand at once. */
export const addedCountMax = 1_000

const value = plainText(valueLengthMax).trim().min(1)
const typeOrAuto = z.enum([...indicatorType.options, 'auto']).default('auto')
const share = z.number().min(0).max(1)
const words = plainText(500).trim()
export const feedName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    'a feed is named by lower-case letters, digits, dots and dashes',
  )

export const feedExample = {
  name: 'feodo',
  url: 'https://feodotracker.abuse.ch/downloads/ipblocklist.csv',
  format: 'csv',
  source: 'abuse.ch',
  licence: 'CC0-1.0',
  confidence: 0.9,
  indicator_count: 412,
  refused_count: 0,
  updated_at: '2026-11-28T04:00:00.000Z',
  age_days: 0,
  error: null,
}

export const checkRequest = z
  .strictObject({ ioc_value: value, ioc_type: typeOrAuto })
  .openapi('IocCheck', { example: { ioc_value: 'cdn.update.example.net', ioc_type: 'auto' } })

export const checkResult = z
  .object({
    found: z.boolean(),
    ioc_value: z.string(),
    /** What the value is: `unknown` where it is nothing that a feed lists. */
    ioc_type: z.string(),
    /** Of the surest feed; null where none knows it. */
    threat_type: z.string().nullable(),
    source: z.string().nullable(),
    confidence: z.number().nullable(),
    first_seen: z.string().nullable(),
    description: z.string().nullable(),
    /** What each feed says, the surest first. An address is also found by its block, a name by its domain. */
    matches: z.array(indicator),
  })
  .openapi('IocResult', {
    example: {
      found: true,
      ioc_value: 'cdn.update.example.net',
      ioc_type: 'domain',
      threat_type: 'c2',
      source: 'own',
      confidence: 0.9,
      first_seen: '2026-11-02T00:00:00.000Z',
      description: 'Check-ins of a loader',
      matches: [indicatorExample],
    },
  })

export const bulkCheckRequest = z
  .strictObject({ ioc_values: z.array(value).min(1).max(checkCountMax), ioc_type: typeOrAuto })
  .openapi('IocBulkCheck', {
    example: { ioc_values: ['192.0.2.66', 'example.net'], ioc_type: 'auto' },
  })

export const bulkCheckResult = z
  .object({
    count: z.number().int(),
    found_count: z.number().int(),
    results: z.array(checkResult),
  })
  .openapi('IocBulkResult', { example: { count: 0, found_count: 0, results: [] } })

/** One feed to set or replace; without a name all feeds with a URL are fetched again. */
export const updateRequest = z
  .strictObject({
    name: feedName,
    url: z.url({ protocol: /^https?$/ }).max(valueLengthMax),
    /** The text of the feed, where it is sent and not fetched. */
    content: z.string(),
    format: z.enum([...feedFormats, 'auto']).default('auto'),
    source: words.default(''),
    licence: words.default(''),
    confidence: share.default(0.7),
    threat_type: words.min(1).default('unknown'),
    /** Takes a feed that has lost nine tenths of its indicators. */
    allow_shrinking: z.boolean().default(false),
  })
  .partial({ name: true, url: true, content: true })
  .refine(({ name, url, content }) => name !== undefined || (url ?? content) === undefined, {
    error: 'a feed needs a name',
  })
  .refine(({ name, url, content }) => name === undefined || (url ?? content) !== undefined, {
    error: 'give the url of the feed, or its content',
  })
  .openapi('IntelUpdate', {
    example: {
      name: 'own-list',
      content: '192.0.2.66\nupdate.example.net\n',
      source: 'our incident response',
      licence: 'internal',
      confidence: 0.9,
      threat_type: 'c2',
    },
  })

const feedUpdate = z.object({ feed, added: z.number().int(), removed: z.number().int() })
export const updateResult = z
  .object({
    updated: z.array(feedUpdate),
    /** Feeds whose fetch failed or was refused; what they had before stays in force. */
    failed: z.array(feed),
    message: z.string(),
    timestamp: z.iso.datetime(),
  })
  .openapi('IntelUpdated', {
    example: {
      updated: [{ feed: feedExample, added: 12, removed: 3 }],
      failed: [],
      message: '1 feed was updated, 0 failed',
      timestamp: '2026-11-28T04:00:00.000Z',
    },
  })

export const intelStats = z
  .object({
    total_indicators: z.number().int(),
    by_type: z.record(z.string(), z.number().int()),
    /** The twenty threats with the most indicators. */
    by_threat_type: z.record(z.string(), z.number().int()),
    /** Alerts that an indicator has made. */
    matched_alerts: z.number().int(),
    last_updated: z.string().nullable(),
    feeds: z.array(feed),
  })
  .openapi('IntelStats', {
    example: {
      total_indicators: 412,
      by_type: { ipv4: 412 },
      by_threat_type: { c2: 412 },
      matched_alerts: 1,
      last_updated: '2026-11-28T04:00:00.000Z',
      feeds: [feedExample],
    },
  })

export const ownIndicators = z
  .strictObject({
    indicators: z
      .array(
        z.strictObject({
          value,
          type: typeOrAuto,
          threat_type: words.min(1).default('unknown'),
          confidence: share.default(0.8),
          description: words.default(''),
        }),
      )
      .min(1)
      .max(addedCountMax),
  })
  .openapi('OwnIndicators', {
    example: { indicators: [{ value: 'hxxp://evil[.]example/a', threat_type: 'phishing' }] },
  })

export const indicatorRemoved = z
  .object({ deleted: z.literal(true), value: z.string() })
  .openapi('IndicatorRemoved', { example: { deleted: true, value: '192.0.2.66' } })

export const feedRemoved = z
  .object({ deleted: z.literal(true), name: z.string() })
  .openapi('FeedRemoved', { example: { deleted: true, name: 'own-list' } })

import { z } from '@hono/zod-openapi'
import { indicatorExample } from './indicator-example.ts'

/** What threat intelligence names. An e-mail address and a file's hash are kept for look-ups only. */
export const indicatorTypes = [
  'ipv4',
  'ipv6',
  'cidr',
  'domain',
  'url',
  'email',
  'md5',
  'sha1',
  'sha256',
  'ja3',
  'ja4',
] as const
export const indicatorType = z.enum(indicatorTypes)
export type IndicatorType = z.infer<typeof indicatorType>

/** A value in its one spelling, so that equal things are equal texts. */
export interface TypedValue {
  readonly type: IndicatorType
  readonly value: string
}

export const indicatorFields = {
  type: indicatorType,
  value: z.string(),
  /** What it is known for: `c2`, `phishing`, `scanner`; `unknown` where the feed does not say. */
  threat_type: z.string(),
  /** 0 to 1: how sure the feed is. */
  confidence: z.number().min(0).max(1),
  description: z.string(),
  /** When the feed saw it first; null where it does not say. */
  first_seen: z.string().nullable(),
}

/** What a feed knows of one value. */
export const indicator = z
  .object({ ...indicatorFields, feed: z.string() })
  .openapi('Indicator', { example: indicatorExample })
export type Indicator = z.infer<typeof indicator>
export type FeedIndicator = Omit<Indicator, 'feed'>

export const feed = z
  .object({
    name: z.string(),
    /** Where it is fetched again each day; null where people send it. */
    url: z.string().nullable(),
    format: z.string(),
    /** Who publishes it, and under which terms; empty where that was not said. */
    source: z.string(),
    licence: z.string(),
    /** Of its indicators that state none. */
    confidence: z.number(),
    indicator_count: z.number().int(),
    /** Entries that were left out: of unknown form, or private addresses. */
    refused_count: z.number().int(),
    updated_at: z.iso.datetime(),
    age_days: z.number(),
    /** Why the last update failed; the indicators of the one before stay. Null when it did not. */
    error: z.string().nullable(),
  })
  .openapi('Feed')
export type Feed = z.infer<typeof feed>

import type { IndicatorType } from '../indicator/indicator.ts'

/** What a feed says of one value, before anything of it is believed. */
export interface FeedEntry {
  readonly text: string
  /** Where the feed names a type that is known here; else the text tells. */
  readonly type?: IndicatorType | undefined
  readonly threatType?: string | undefined
  /** 0 to 1. */
  readonly confidence?: number | undefined
  readonly description?: string | undefined
  readonly firstSeen?: string | undefined
}

/** A share from a number that is one (0 to 1) or a percentage (above 1, to 100). */
export function shareOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) return undefined
  return Math.min(1, number > 1 ? number / 100 : number)
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** An RFC 3339 time from a time in text or epoch seconds. */
export function timeOf(value: unknown): string | undefined {
  const number =
    typeof value === 'number'
      ? value
      : /^\d{9,11}$/.test(String(value))
        ? Number(value)
        : Number.NaN
  const ms = Number.isFinite(number) ? number * 1000 : Date.parse(utc(textOf(value) ?? ''))
  return Number.isFinite(ms) && Math.abs(ms) < 8e15 ? new Date(ms).toISOString() : undefined
}

/** Feeds write `2026-11-02 10:00:00` and mean UTC. */
function utc(text: string): string {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/.test(text) ? `${text.replace(' ', 'T')}Z` : text
}

/** The value as an object, empty where it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isRecord ? (value as Readonly<Record<string, unknown>>) : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

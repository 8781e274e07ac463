import { setImmediate } from 'node:timers/promises'
import { AppError } from 'step-2-capture'
import { errorCodes } from '../../error-codes.ts'
import { isLocal, tooBroad } from '../indicator/breadth.ts'
import type { FeedIndicator, TypedValue } from '../indicator/indicator.ts'
import { typedValues, valueOfType } from '../indicator/typed-value.ts'
import { csvFeed } from './csv-feed.ts'
import type { FeedEntry } from './feed-entry.ts'
import { isMisp, mispFeed } from './misp-feed.ts'
import { isOtx, otxFeed } from './otx-feed.ts'
import { plainList } from './plain-list.ts'
import { isStix, stixFeed } from './stix-feed.ts'

export const feedFormats = ['plain', 'csv', 'misp', 'stix', 'otx'] as const
export type FeedFormat = (typeof feedFormats)[number]

/** A quarter of a million indicators of 200 B are 50 MB; the largest public lists have fewer. */
export const feedIndicatorCountMax = 250_000
/** Entries that are read in one go: some 10 ms, then others have their turn. */
const turnEntryCount = 2_000
/** A feed of which most is unreadable is something else: a page, an error, another format. */
const unreadableShare = 0.5
export const textLengthMax = 500

export interface FeedOptions {
  readonly format: FeedFormat | 'auto'
  /** Of indicators that state none. */
  readonly confidence: number
  readonly threatType: string
  readonly now: Date
}

export interface ReadFeed {
  readonly format: FeedFormat
  readonly indicators: readonly FeedIndicator[]
  readonly refusedCount: number
}

/**
 * Reads a feed as a whole. One value that would match half of the internet makes all of it unfit to
 * be believed. @throws AppError `E_FEED_REFUSED` why it is not taken
 */
export async function readFeed(text: string, options: FeedOptions): Promise<ReadFeed> {
  const { format, entries } = open(text.replace(/^\uFEFF/, ''), options)
  const byValue = new Map<string, FeedIndicator>()
  let refusedCount = 0
  let entryCount = 0
  for (const entry of entries) {
    if (++entryCount % turnEntryCount === 0) await setImmediate()
    const values = entry.type ? [valueOfType(entry.text, entry.type)] : typedValues(entry.text)
    const known = values.filter((value): value is TypedValue => value !== undefined)
    const broad = tooBroad(entry.text, known[0])
    if (broad) throw refused(`${entry.text.slice(0, 80)} ${broad}`)
    if (known.length === 0 || known.some(isLocal)) refusedCount++
    else
      for (const value of known)
        byValue.set(`${value.type} ${value.value}`, toIndicator(value, entry, options))
    if (byValue.size > feedIndicatorCountMax) {
      throw refused(`it has more than ${feedIndicatorCountMax} indicators`)
    }
  }
  if (byValue.size === 0) throw refused('it has no indicator that can be read')
  if (refusedCount > entryCount * unreadableShare) {
    throw refused(`${refusedCount} of its ${entryCount} entries are no indicators`)
  }
  return { format, indicators: [...byValue.values()], refusedCount }
}

function toIndicator(value: TypedValue, entry: FeedEntry, options: FeedOptions): FeedIndicator {
  return {
    type: value.type,
    value: value.value,
    threat_type: (entry.threatType ?? options.threatType).slice(0, textLengthMax),
    confidence: entry.confidence ?? options.confidence,
    description: (entry.description ?? '').slice(0, textLengthMax),
    first_seen: entry.firstSeen ?? null,
  }
}

function open(
  text: string,
  { format, now }: FeedOptions,
): { format: FeedFormat; entries: Iterable<FeedEntry> } {
  if (/^\s*</.test(text)) throw refused('it is a page of HTML or XML')
  const isJson = /^\s*[[{]/.test(text)
  if (format === 'plain' || (format === 'auto' && !isJson && !isTable(text))) {
    return { format: 'plain', entries: plainList(text) }
  }
  if (format === 'csv' || (format === 'auto' && !isJson))
    return { format: 'csv', entries: csvFeed(text) }
  const parsed = parseJson(text)
  if (format === 'stix' || (format === 'auto' && isStix(parsed))) {
    return { format: 'stix', entries: stixFeed(parsed, now) }
  }
  if (format === 'misp' || (format === 'auto' && isMisp(parsed)))
    return { format: 'misp', entries: mispFeed(parsed) }
  if (format === 'otx' || isOtx(parsed)) return { format: 'otx', entries: otxFeed(parsed) }
  throw refused('its JSON is neither MISP, STIX nor OTX')
}

/** Most lines that are no comment have the same cells behind separators. */
function isTable(text: string): boolean {
  const lines = text
    .slice(0, 8_192)
    .split(/\r?\n/)
    .filter((line) => !/^\s*(?:[#;!]|\/\/|$)/.test(line))
  return lines.filter((line) => /[,\t]|";/.test(line)).length * 2 > lines.length
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refused('its JSON is broken')
  }
}

export function refused(reason: string): AppError {
  return new AppError(errorCodes.E_FEED_REFUSED, `the feed is refused: ${reason}`, {
    fix: 'Look at the feed; what was known before stays in force until a good one comes.',
  })
}

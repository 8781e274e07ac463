import { AppError } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import type { OutboundGuardOptions } from '../notify/channel/outbound-guard.ts'
import { fetchFeed } from './feed/fetch-feed.ts'
import { type FeedFormat, readFeed, refused } from './feed/read-feed.ts'
import type { Feed, FeedIndicator, Indicator, TypedValue } from './indicator/indicator.ts'
import { IndicatorIndex } from './indicator-index.ts'
import type { IndicatorStore, StoredFeed } from './indicator-store.ts'

/** Every look-up asks each feed: 50 of them cost some 5 µs a value. */
export const feedCountMax = 50
/** A feed that loses nine tenths at once is cut off or taken over, not tidied up. */
const shrinkShareMin = 0.1
/** With fewer indicators than this a share says nothing. */
const shrinkCountMin = 20
const dayMs = 86_400_000

export interface FeedDraft {
  readonly name: string
  readonly url: string | null
  readonly format: FeedFormat | 'auto'
  readonly source: string
  readonly licence: string
  readonly confidence: number
  readonly threatType: string
  /** Whether it may have lost most of its indicators. */
  readonly allowsShrinking: boolean
}

export interface FeedUpdate {
  readonly feed: Feed
  readonly added: number
  readonly removed: number
}

export interface ThreatIntelOptions {
  readonly store: IndicatorStore
  readonly now: () => Date
  /** Whether feeds may be fetched from the own network, asked at each fetch. */
  readonly guard: () => OutboundGuardOptions
}

/** What the feeds know, in memory to be asked by every flow, and in the store to be known tomorrow. */
export class ThreatIntel {
  readonly #options: ThreatIntelOptions
  readonly #feeds = new Map<string, { stored: StoredFeed; index: IndicatorIndex }>()
  /** One update after the other: two of one feed at once would mix. */
  #updates: Promise<unknown> = Promise.resolve()

  private constructor(options: ThreatIntelOptions) {
    this.#options = options
  }

  static async open(options: ThreatIntelOptions): Promise<ThreatIntel> {
    const intel = new ThreatIntel(options)
    for (const stored of await options.store.feeds()) {
      const index = new IndicatorIndex(await options.store.indicatorsOf(stored.name))
      intel.#feeds.set(stored.name, { stored, index })
    }
    return intel
  }

  get feeds(): Feed[] {
    return [...this.#feeds.values()].map(({ stored }) => this.#shown(stored))
  }

  /** What the feeds know of a value, the surest first. */
  find(value: TypedValue): Indicator[] {
    const found: Indicator[] = []
    for (const [feed, { index }] of this.#feeds) {
      const one = index.find(value)
      if (one) found.push({ ...one, feed })
    }
    return found.sort((a, b) => b.confidence - a.confidence)
  }

  /** Whether any feed has indicators of this type: what none has need not be looked up. */
  has(type: FeedIndicator['type']): boolean {
    for (const { index } of this.#feeds.values()) if (index.has(type)) return true
    return false
  }

  get isEmpty(): boolean {
    return this.#feeds.size === 0
  }

  /** All that is known, feed by feed. */
  *all(): Generator<Indicator> {
    for (const [feed, { index }] of this.#feeds) {
      for (const one of index.all()) yield { ...one, feed }
    }
  }

  /**
   * Puts a feed in the place of the one of that name, whole or not at all.
   * @param content Its text; fetched from its URL where it is left out.
   * @throws AppError `E_FEED_REFUSED`, `E_TOO_MANY_FEEDS`, `E_ADDRESS_REFUSED`, `E_ADDRESS_UNKNOWN`
   */
  update(draft: FeedDraft, content?: string): Promise<FeedUpdate> {
    return this.#inTurn(() => this.#update(draft, content))
  }

  /** Fetches anew the feeds that have a URL and are older than that; a failure stands in the feed. */
  async refresh(ageMsMin = 0): Promise<{ updates: FeedUpdate[]; failed: Feed[] }> {
    const updates: FeedUpdate[] = []
    const failed: Feed[] = []
    for (const { stored } of [...this.#feeds.values()]) {
      const ageMs = this.#options.now().getTime() - Date.parse(stored.updated_at)
      if (stored.url === null || ageMs < ageMsMin) continue
      const update = await this.update(draftOf(stored)).catch(() => undefined)
      if (update) updates.push(update)
      else failed.push(...this.feeds.filter(({ name }) => name === stored.name))
    }
    return { updates, failed }
  }

  /** Adds indicators to a feed that people keep by hand, and makes it when there is none. */
  add(name: string, added: readonly FeedIndicator[]): Promise<FeedUpdate> {
    return this.#inTurn(() => {
      const all = new Map(this.#indicatorsOf(name).map((one) => [`${one.type} ${one.value}`, one]))
      for (const one of added) all.set(`${one.type} ${one.value}`, one)
      return this.#put(handKept(name, this.#feeds.get(name)?.stored), [...all.values()])
    })
  }

  /** Takes a value out of such a feed; false where it is not in it. */
  remove(name: string, { type, value }: TypedValue): Promise<boolean> {
    return this.#inTurn(async () => {
      const before = this.#indicatorsOf(name)
      const after = before.filter((one) => one.type !== type || one.value !== value)
      if (after.length === before.length) return false
      await this.#put(handKept(name, this.#feeds.get(name)?.stored), after)
      return true
    })
  }

  /** Forgets a feed; false when there is none of that name. */
  removeFeed(name: string): Promise<boolean> {
    return this.#inTurn(async () => {
      if (!this.#feeds.has(name)) return false
      await this.#options.store.remove(name)
      return this.#feeds.delete(name)
    })
  }

  async #update(draft: FeedDraft, content?: string): Promise<FeedUpdate> {
    const { name, url, format, source, licence, confidence, threatType } = draft
    const before = this.#feeds.get(name)
    try {
      if (!before && this.#feeds.size >= feedCountMax) throw tooManyFeeds()
      const text = content ?? (await fetchFeed(url ?? '', this.#options.guard()))
      const now = this.#options.now()
      const read = await readFeed(text, { format, confidence, threatType, now })
      const { indicators, refusedCount } = read
      checkShrinking(before?.index.size ?? 0, indicators.length, draft)
      const stated = { name, url, source, licence, confidence, threat_type: threatType }
      const counts = { indicator_count: indicators.length, refused_count: refusedCount }
      const stored = { ...stated, ...counts, format: read.format, updated_at: now.toISOString() }
      return await this.#put({ ...stored, error: null }, indicators)
    } catch (error) {
      if (before) await this.#fail(before, error)
      throw error
    }
  }

  async #put(stored: StoredFeed, indicators: readonly FeedIndicator[]): Promise<FeedUpdate> {
    const kept = {
      ...stored,
      indicator_count: indicators.length,
      updated_at: this.#options.now().toISOString(),
    }
    const before = this.#feeds.get(stored.name)?.index
    const index = new IndicatorIndex(indicators)
    await this.#options.store.replace(kept, indicators)
    // Who looks something up finds the old index or the new one.
    this.#feeds.set(stored.name, { stored: kept, index })
    const isNew = (one: FeedIndicator, other?: IndicatorIndex) =>
      other?.find(one)?.value !== one.value
    return {
      feed: this.#shown(kept),
      added: indicators.filter((one) => isNew(one, before)).length,
      removed: before?.all().filter((one) => isNew(one, index)).length ?? 0,
    }
  }

  async #fail(
    before: { stored: StoredFeed; index: IndicatorIndex },
    error: unknown,
  ): Promise<void> {
    const message = error instanceof AppError ? error.message : 'a fault of the program'
    const stored = { ...before.stored, error: message }
    this.#feeds.set(stored.name, { ...before, stored })
    await this.#options.store.note(stored)
  }

  #indicatorsOf(name: string): FeedIndicator[] {
    return this.#feeds.get(name)?.index.all() ?? []
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#updates.then(work)
    this.#updates = turn.catch(() => {})
    return turn
  }

  #shown({ threat_type: _, ...stored }: StoredFeed): Feed {
    const ageMs = this.#options.now().getTime() - Date.parse(stored.updated_at)
    return { ...stored, age_days: Math.max(0, Math.floor(ageMs / dayMs)) }
  }
}

function draftOf({
  name,
  url,
  format,
  source,
  licence,
  confidence,
  threat_type,
}: StoredFeed): FeedDraft {
  const stated = { name, url, source, licence, confidence, threatType: threat_type }
  // What is stored was one of the formats when it was read.
  return { ...stated, format: format as FeedFormat, allowsShrinking: false }
}

function handKept(name: string, before: StoredFeed | undefined): StoredFeed {
  const blank = { url: null, format: 'own', source: 'added by hand', licence: '', confidence: 0.8 }
  const counts = { indicator_count: 0, refused_count: 0, updated_at: '', error: null }
  return before ?? { name, threat_type: 'unknown', ...blank, ...counts }
}

function checkShrinking(before: number, after: number, { allowsShrinking }: FeedDraft): void {
  if (allowsShrinking || before < shrinkCountMin || after > before * shrinkShareMin) return
  throw refused(`it has ${after} indicators, and had ${before}; allow_shrinking takes it as it is`)
}

function tooManyFeeds(): AppError {
  return new AppError(errorCodes.E_TOO_MANY_FEEDS, `there are ${feedCountMax} feeds already`, {
    fix: 'Remove one: DELETE /api/threat_hunting/feeds/{name}.',
  })
}

import type { FeedIndicator } from './indicator/indicator.ts'

/** A feed as it is kept, without its indicators. */
export interface StoredFeed {
  readonly name: string
  readonly url: string | null
  readonly format: string
  readonly source: string
  readonly licence: string
  readonly confidence: number
  readonly threat_type: string
  readonly indicator_count: number
  readonly refused_count: number
  readonly updated_at: string
  readonly error: string | null
}

/** The seam of threat intelligence. A feed is replaced as a whole: readers see the old or the new. */
export interface IndicatorStore {
  feeds(): Promise<StoredFeed[]>
  indicatorsOf(name: string): Promise<FeedIndicator[]>
  replace(feed: StoredFeed, indicators: readonly FeedIndicator[]): Promise<void>
  /** Keeps what is said about a feed, and leaves its indicators. */
  note(feed: StoredFeed): Promise<void>
  remove(name: string): Promise<void>
}

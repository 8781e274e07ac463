import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FeedIndicator } from '../src/hunt/indicator/indicator.ts'
import type { IndicatorStore, StoredFeed } from '../src/hunt/indicator-store.ts'

export interface OpenedIndicatorStore {
  readonly store: IndicatorStore
  close(): Promise<void>
}

const feed = (name: string, given: Partial<StoredFeed> = {}): StoredFeed => ({
  name,
  url: null,
  format: 'plain',
  source: 'a test',
  licence: 'CC0-1.0',
  confidence: 0.7,
  threat_type: 'c2',
  indicator_count: 0,
  refused_count: 0,
  updated_at: '2026-11-28T00:00:00.000Z',
  error: null,
  ...given,
})

const named = (count: number, prefix: string): FeedIndicator[] =>
  Array.from({ length: count }, (_, index) => ({
    type: 'domain',
    value: `${prefix}${index}.example`,
    threat_type: 'c2',
    confidence: 0.5,
    description: index % 2 ? '' : 'a NUL \0 in it',
    first_seen: index % 2 ? null : '2026-11-02T00:00:00.000Z',
  }))

/** What every store of threat intelligence does. */
export function indicatorStoreContract(open: () => Promise<OpenedIndicatorStore>): void {
  describe('a store of indicators', () => {
    let opened: OpenedIndicatorStore
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.close())

    it('replaces a feed as a whole, and leaves others', async () => {
      const { store } = opened
      await store.replace(feed('a'), named(1_200, 'old'))
      await store.replace(feed('b'), named(3, 'other'))
      await store.replace(feed('a', { indicator_count: 2 }), named(2, 'new'))
      expect(await store.feeds()).toEqual([feed('a', { indicator_count: 2 }), feed('b')])
      const values = (await store.indicatorsOf('a')).map(({ value }) => value)
      expect(values.sort()).toEqual(['new0.example', 'new1.example'])
      expect(await store.indicatorsOf('b')).toHaveLength(3)
    })

    it('gives back what a feed says of a value', async () => {
      await opened.store.replace(feed('a'), named(2, 'x'))
      const [first, second] = await opened.store.indicatorsOf('a')
      expect(first).toMatchObject({ confidence: 0.5, description: 'a NUL \ufffd in it' })
      expect(second).toEqual(named(2, 'x')[1])
    })

    it('keeps the indicators where only a failure is noted', async () => {
      await opened.store.replace(feed('a'), named(2, 'x'))
      await opened.store.note(feed('a', { error: 'gone' }))
      expect((await opened.store.feeds())[0]).toMatchObject({ error: 'gone' })
      expect(await opened.store.indicatorsOf('a')).toHaveLength(2)
    })

    it('forgets a feed with its indicators', async () => {
      await opened.store.replace(feed('a'), named(2, 'x'))
      await opened.store.remove('a')
      expect(await opened.store.feeds()).toEqual([])
      expect(await opened.store.indicatorsOf('a')).toEqual([])
    })
  })
}

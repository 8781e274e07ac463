import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { FeedIndicator } from '../hunt/indicator/indicator.ts'
import type { IndicatorStore, StoredFeed } from '../hunt/indicator-store.ts'
import { storable } from './alert-row.ts'
import { chunkRowCount } from './chunks.ts'
import type { Database } from './database.ts'

/**
 * Feeds in a SQL database. Indicators are written in slices under the next generation, which no one
 * reads before the feed names it: however many there are, other requests have their turn between
 * two slices, and a crash leaves the old ones in force.
 */
export class SqlIndicatorStore implements IndicatorStore {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  async feeds(): Promise<StoredFeed[]> {
    const rows = await this.#db.selectFrom('feed').select('feed').orderBy('name').execute()
    return rows.map(({ feed }) => JSON.parse(feed) as StoredFeed)
  }

  async indicatorsOf(name: string): Promise<FeedIndicator[]> {
    return this.#db
      .selectFrom('indicator')
      .innerJoin('feed', (join) =>
        join
          .onRef('feed.name', '=', 'indicator.feed')
          .onRef('feed.generation', '=', 'indicator.generation'),
      )
      .select(['type', 'value', 'threat_type', 'confidence', 'description', 'first_seen'])
      .where('indicator.feed', '=', name)
      .$castTo<FeedIndicator>()
      .execute()
  }

  async replace(feed: StoredFeed, indicators: readonly FeedIndicator[]): Promise<void> {
    const { name } = feed
    const before = await this.#generation(name)
    const generation = before + 1
    // What an update that was cut short left behind.
    await this.#db
      .deleteFrom('indicator')
      .where('feed', '=', name)
      .where('generation', '!=', before)
      .execute()
    for (let from = 0; from < indicators.length; from += chunkRowCount) {
      const rows = indicators.slice(from, from + chunkRowCount).map((one) => ({
        ...one,
        feed: name,
        generation,
        value: storable(one.value),
        threat_type: storable(one.threat_type),
        description: storable(one.description),
      }))
      await this.#db.insertInto('indicator').values(rows).execute()
      await setImmediate()
    }
    const row = { name, generation, feed: JSON.stringify(feed) }
    await this.#db
      .insertInto('feed')
      .values(row)
      .onConflict((oc) => oc.column('name').doUpdateSet({ generation, feed: row.feed }))
      .execute()
    await this.#db
      .deleteFrom('indicator')
      .where('feed', '=', name)
      .where('generation', '!=', generation)
      .execute()
  }

  async note(feed: StoredFeed): Promise<void> {
    await this.#db
      .updateTable('feed')
      .set({ feed: JSON.stringify(feed) })
      .where('name', '=', feed.name)
      .execute()
  }

  async remove(name: string): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx.deleteFrom('feed').where('name', '=', name).execute()
      await tx.deleteFrom('indicator').where('feed', '=', name).execute()
    })
  }

  async #generation(name: string): Promise<number> {
    const row = await this.#db
      .selectFrom('feed')
      .select('generation')
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.generation ?? 0
  }
}

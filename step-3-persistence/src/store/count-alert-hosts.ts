import { type Kysely, sql } from 'kysely'
import type { AlertFilter } from '../alert/alert-filter.ts'
import type { AlertPair, AlertsOfHost, HostAlertCounter } from '../alert/alert-hosts.ts'
import { alertWhere } from './alert-where.ts'
import { inChunks } from './chunks.ts'
import type { Database } from './database.ts'

/** Counts in a SQL database. */
export class SqlHostAlertCounter implements HostAlertCounter {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  async pairs(filter: AlertFilter, limit: number): Promise<readonly AlertPair[]> {
    // Databases compare texts each in its own way, so the order of the two is settled afterwards.
    const rows = await this.#db
      .selectFrom('alert')
      .select((eb) => [
        sql<string>`case when source < target then source else target end`.as('one'),
        sql<string>`case when source < target then target else source end`.as('other'),
        eb.fn.countAll<number>().as('count'),
      ])
      .where((eb) => alertWhere(eb, filter))
      .where('target', 'is not', null)
      .groupBy(['one', 'other'])
      .orderBy('count', 'desc')
      .orderBy('one')
      .orderBy('other')
      .limit(limit)
      .execute()
    return rows.map(({ one, other, count }) => {
      const [source, target] = one < other ? [one, other] : [other, one]
      return { source, target, count: Number(count) }
    })
  }

  async ofHosts(
    hosts: readonly string[],
    filter: AlertFilter,
  ): Promise<ReadonlyMap<string, AlertsOfHost>> {
    const [sources, targets] = await Promise.all([
      this.#counts('source', hosts, filter),
      this.#counts('target', hosts, filter),
    ])
    const named = new Set([...sources.keys(), ...targets.keys()])
    return new Map(
      [...named].map((host) => [
        host,
        { asSource: sources.get(host) ?? 0, asTarget: targets.get(host) ?? 0 },
      ]),
    )
  }

  async #counts(end: 'source' | 'target', hosts: readonly string[], filter: AlertFilter) {
    const rows = await inChunks(hosts, (some) =>
      this.#db
        .selectFrom('alert')
        .select((eb) => [eb.ref(end).as('host'), eb.fn.countAll<number>().as('count')])
        .where((eb) => alertWhere(eb, filter))
        .where(end, 'in', some)
        .groupBy(end)
        .execute(),
    )
    return new Map(rows.map(({ host, count }) => [String(host), Number(count)]))
  }
}

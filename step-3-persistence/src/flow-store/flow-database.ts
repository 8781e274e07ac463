import type { DuckDBType } from '@duckdb/node-api'
import type { FlowBatch, FlowPage, FlowQuery } from 'step-2-capture'
import { recordOf } from 'step-2-capture/flow-report'
import { type DuckDb, openDuckDb, quoted, type Row } from './duckdb.ts'
import { type Cell, flowColumns } from './flow-columns.ts'
import { type FlowFile, FlowFiles, hourOf } from './flow-files.ts'
import { type FlowTable, flowPage } from './flow-page.ts'
import type { Where } from './flow-where.ts'
import { hostLinks, type LinkPage, type LinkQuery } from './host-links.ts'
import {
  type HostDetail,
  type HostPage,
  type HostQuery,
  hostDetail,
  hostPage,
  type OneHost,
} from './hosts.ts'
import { type WrittenFile, writeFlowFile } from './write-flow-file.ts'

/** 50,000 flows at about 500 B are 25 MB: written before ten seconds are over. */
export const pendingCountMax = 50_000
/** Rows of DuckDB's own blocks: 1 kB each until a block is full, 2 MB beside those of one batch. */
const chunkRowCount = 2_048
const columns = flowColumns.map(({ name, type }) => `${name} ${type}`).join(', ')
const emptyPending = `create or replace table pending (${columns})`

/**
 * Flows in files and, for up to ten seconds, in memory; both are asked as one table. Rows are given to
 * DuckDB a block at a time: a block takes a megabyte however few rows it has, until JavaScript collects
 * it, which does not know its size. The table is made anew once it is written, since deleted rows keep
 * their memory.
 */
export class FlowDatabase implements FlowTable {
  readonly #duckDb: DuckDb
  readonly #files: FlowFiles
  readonly #columnTypes: DuckDBType[]
  /** Not given to DuckDB yet. */
  #rows: Cell[][] = []
  #pendingCount = 0

  private constructor(duckDb: DuckDb, files: FlowFiles) {
    this.#duckDb = duckDb
    this.#files = files
    const { VARCHAR, DOUBLE, UBIGINT, USMALLINT, UTINYINT } = duckDb.api
    const types = { VARCHAR, DOUBLE, UBIGINT, USMALLINT, UTINYINT }
    this.#columnTypes = flowColumns.map(({ type }) => types[type])
  }

  /** @throws Error where the binary of this platform is not there */
  static async open(folder: string): Promise<FlowDatabase> {
    const files = FlowFiles.open(folder)
    const duckDb = await openDuckDb(folder)
    await duckDb.connection.run(emptyPending)
    return new FlowDatabase(duckDb, files)
  }

  get files(): readonly FlowFile[] {
    return this.#files.all
  }

  get pendingCount(): number {
    return this.#pendingCount
  }

  /**
   * Takes the flows of a batch that have ended.
   * @throws Error when `pendingCountMax` flows wait and cannot be written; none of the batch is taken then
   */
  async append(batch: FlowBatch, { runId, now }: { runId: string; now: Date }): Promise<void> {
    if (this.#pendingCount >= pendingCountMax) await this.write(now)
    if (this.#rows.length >= chunkRowCount) await this.#handOver()
    const rows = batch.flows.flatMap(({ end }, index) => {
      if (end === 'open') return []
      const record = recordOf(batch, index)
      return [flowColumns.map(({ of }) => of(record, runId))]
    })
    for (const row of rows) this.#rows.push(row)
    this.#pendingCount += rows.length
  }

  /** Writes what is in memory into a file of its own. */
  async write(now: Date): Promise<void> {
    if (this.#pendingCount === 0) return
    await this.#handOver()
    const part = await this.#write('pending', { hour: hourOf(now), now })
    this.#files.replace([], [part])
    await this.#duckDb.connection.run(emptyPending)
    this.#pendingCount = 0
  }

  /** Makes one file of those that belong together, if there are such. */
  async merge(now: Date): Promise<void> {
    const parts = this.#files.mergeable(now)
    const [first] = parts
    if (!first) return
    const whole = await this.#write(this.#reading(parts), { hour: first.hour, now })
    this.#files.replace(parts, [whole])
  }

  /** Forgets the oldest flows, as far as they are too old or too many bytes. */
  prune(limits: { before: Date; bytesMax: number }): void {
    this.#files.replace(this.#files.expired(limits), [])
  }

  /** Takes out the files that cannot be read, so that the others can; gives their names. */
  async setDamagedAside(): Promise<string[]> {
    const damaged: string[] = []
    for (const file of this.#files.all) {
      const sql = `select max(hash(columns(*))) from ${this.#reading([file])}`
      const isReadable = await this.#duckDb.connection.run(sql).then(
        () => true,
        () => false,
      )
      if (isReadable) continue
      this.#files.setAside(file)
      damaged.push(file.name)
    }
    return damaged
  }

  page(query: FlowQuery): Promise<FlowPage> {
    return flowPage(this, query)
  }

  hosts(query: HostQuery): Promise<HostPage> {
    return hostPage(this, query)
  }

  host(asked: OneHost): Promise<HostDetail | null> {
    return hostDetail(this, asked)
  }

  links(query: LinkQuery): Promise<LinkPage> {
    return hostLinks(this, query)
  }

  async counts(files: readonly FlowFile[], where: Where): Promise<ReadonlyMap<string, number>> {
    const stored =
      files.length === 0
        ? ''
        : `select filename, count(*)::DOUBLE as total from read_parquet(${this.#listOf(files)}, filename = true) where ${where.sql} group by filename union all `
    const values = files.length === 0 ? where.values : [...where.values, ...where.values]
    await this.#handOver()
    const rows = await this.#ask(
      `${stored}select '', count(*)::DOUBLE from pending where ${where.sql}`,
      values,
    )
    const names = new Map(files.map((file) => [this.#files.pathOf(file), file.name]))
    return new Map(
      rows.map((row) => {
        const [path, total] = Object.values(row)
        return [names.get(String(path)) ?? '', Number(total)]
      }),
    )
  }

  /** `sql` is text of this program. */
  async rows(
    sql: string,
    { values }: Pick<Where, 'values'>,
    files = this.#files.all,
  ): Promise<Row[]> {
    await this.#handOver()
    const stored = files.length === 0 ? '' : `select * from ${this.#reading(files)} union all `
    return this.#ask(`with flow as (${stored}select * from pending) ${sql}`, values)
  }

  /** The different ends, names and fingerprints of some rows of a file, with how often. */
  traits(file: FlowFile, rows: { from: number; to: number }): Promise<Row[]> {
    const columns = 'src_ip, dst_ip, names, urls, ja3, ja4'
    return this.#ask(
      `select ${columns}, count(*)::INTEGER as flow_count, min(first_seen_epoch) as first_seen_epoch, max(last_seen_epoch) as last_seen_epoch from read_parquet(${quoted(this.#files.pathOf(file))}, file_row_number = true) where file_row_number >= ? and file_row_number < ? group by ${columns}`,
      [rows.from, rows.to],
    )
  }

  close(): void {
    this.#duckDb.close()
  }

  /** Gives DuckDB what it does not have yet: all of it, or nothing. */
  async #handOver(): Promise<void> {
    if (this.#rows.length === 0) return
    const { api, connection } = this.#duckDb
    const appender = await connection.createAppender('pending')
    for (let from = 0; from < this.#rows.length; from += chunkRowCount) {
      const some = this.#rows.slice(from, from + chunkRowCount)
      const chunk = api.DuckDBDataChunk.create(this.#columnTypes, some.length)
      chunk.setRows(some)
      appender.appendDataChunk(chunk)
    }
    appender.closeSync()
    this.#rows = []
  }

  async #ask(sql: string, values: Where['values']): Promise<Row[]> {
    const result = await this.#duckDb.connection.runAndReadAll(sql, [...values])
    return result.getRowObjectsJS()
  }

  #write(rows: string, written: { hour: number; now: Date }): Promise<WrittenFile> {
    return writeFlowFile(this.#duckDb, this.#files, { rows, ...written })
  }

  #reading(files: readonly FlowFile[]): string {
    return `read_parquet(${this.#listOf(files)})`
  }

  #listOf(files: readonly FlowFile[]): string {
    return `[${files.map((file) => quoted(this.#files.pathOf(file))).join(', ')}]`
  }
}

import type { SQLInputValue } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { AppError } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import type { SqliteRows } from './sqlite-messages.ts'
import type { SqliteThread } from './sqlite-thread.ts'
import { toStorageError } from './storage-error.ts'

/**
 * Kysely over `node:sqlite` in a thread. Kysely serializes access itself, so there is one connection.
 * Own code, because no library puts `node:sqlite` into a worker.
 */
export class NodeSqliteDialect implements Dialect {
  readonly #thread: SqliteThread
  readonly #onDamage: (reason: string) => void

  constructor(thread: SqliteThread, onDamage: (reason: string) => void = () => {}) {
    this.#thread = thread
    this.#onDamage = onDamage
  }

  createAdapter(): DialectAdapter {
    return new NodeSqliteAdapter()
  }

  createDriver(): Driver {
    return new NodeSqliteDriver(this.#thread, this.#onDamage)
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db)
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler()
  }
}

/** SQLite rolls back `create table` like all else, so a killed migration leaves nothing half done. */
class NodeSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class NodeSqliteDriver implements Driver {
  readonly #thread: SqliteThread
  readonly #connection: NodeSqliteConnection
  #released = Promise.withResolvers<void>()
  #isTaken = false

  constructor(thread: SqliteThread, onDamage: (reason: string) => void) {
    this.#thread = thread
    this.#connection = new NodeSqliteConnection(thread, onDamage)
  }

  init(): Promise<void> {
    return this.#thread.open()
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    this.#isTaken = true
    return this.#connection
  }

  /** Takes the write lock at once: a reader that upgrades later can fail in spite of a timeout. */
  beginTransaction(): Promise<void> {
    return this.#connection.begin()
  }

  commitTransaction(): Promise<void> {
    return this.#connection.commit()
  }

  rollbackTransaction(): Promise<void> {
    return this.#connection.rollback()
  }

  async releaseConnection(): Promise<void> {
    this.#isTaken = false
    this.#released.resolve()
    this.#released = Promise.withResolvers()
  }

  /** A query that waits for the connection takes it within the turn in which it is released. */
  async destroy(): Promise<void> {
    while (this.#isTaken) {
      await this.#released.promise
      await setImmediate()
    }
    await this.#thread.close()
  }
}

class NodeSqliteConnection implements DatabaseConnection {
  readonly #thread: SqliteThread
  readonly #onDamage: (reason: string) => void
  /** The thread's `deathCount` when the transaction began; undefined outside of one. */
  #begunAt: number | undefined

  constructor(thread: SqliteThread, onDamage: (reason: string) => void) {
    this.#thread = thread
    this.#onDamage = onDamage
  }

  async begin(): Promise<void> {
    await this.executeQuery(CompiledQuery.raw('begin immediate'))
    this.#begunAt = this.#thread.deathCount
  }

  async commit(): Promise<void> {
    await this.executeQuery(CompiledQuery.raw('commit'))
    this.#begunAt = undefined
  }

  async rollback(): Promise<void> {
    const isThere = this.#begunAt === this.#thread.deathCount
    this.#begunAt = undefined
    if (isThere) await this.#thread.ask({ kind: 'rollback' })
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const values = parameters as readonly SQLInputValue[] // Another value is refused by SQLite.
    try {
      if (this.#begunAt !== undefined && this.#begunAt !== this.#thread.deathCount) throw undone()
      const answer = await this.#thread.ask({ kind: 'run', sql, parameters: values })
      if (answer.kind === 'rows') return { rows: (await this.#allRows(answer)) as R[] }
      if (answer.kind === 'done') return { rows: [] }
      const { changes, lastInsertRowid } = answer
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    } catch (error) {
      const failure = toStorageError(error)
      const isDamage = failure instanceof AppError && failure.code === 'E_STORE_DAMAGED'
      if (isDamage) this.#onDamage((error as Error).message) // What SQLite throws has one.
      throw failure
    }
  }

  // biome-ignore lint/correctness/useYield: it refuses, because pages are read by position.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('this dialect does not stream; read page by page')
  }

  /** Takes slice after slice, so that many rows do not hold up the server. */
  async #allRows(first: SqliteRows): Promise<unknown[]> {
    const rows = toObjects(first)
    for (let slice = first; slice.hasMore; ) {
      const next = await this.#thread.ask({ kind: 'more' })
      if (next.kind !== 'rows') break // It answers `more` with rows.
      slice = next
      for (const row of toObjects(slice)) rows.push(row)
    }
    return rows
  }
}

function toObjects({ columns, rows }: SqliteRows): unknown[] {
  return rows.map((values) => {
    const row: Record<string, unknown> = {}
    for (const [index, column] of columns.entries()) row[column] = values[index]
    return row
  })
}

function undone(): AppError {
  const message = 'the database does not answer: its thread has ended, and undone what it was at'
  return new AppError(errorCodes.E_STORE_UNAVAILABLE, message, { fix: 'Try again.' })
}

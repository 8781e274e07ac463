import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
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
import { toStorageError } from './storage-error.ts'

/** Prepared statements kept for reuse; at some 10 kB each that is 1 MB. */
export const statementCountMax = 100

/** Kysely over `node:sqlite`. Kysely serializes access itself, so there is one connection. */
export class NodeSqliteDialect implements Dialect {
  readonly #database: DatabaseSync
  readonly #onDamage: (reason: string) => void

  constructor(database: DatabaseSync, onDamage: (reason: string) => void = () => {}) {
    this.#database = database
    this.#onDamage = onDamage
  }

  createAdapter(): DialectAdapter {
    return new NodeSqliteAdapter()
  }

  createDriver(): Driver {
    return new NodeSqliteDriver(this.#database, this.#onDamage)
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
  readonly #database: DatabaseSync
  readonly #connection: NodeSqliteConnection

  constructor(database: DatabaseSync, onDamage: (reason: string) => void) {
    this.#database = database
    this.#connection = new NodeSqliteConnection(database, onDamage)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }

  /** Takes the write lock at once: a reader that upgrades later can fail in spite of a timeout. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  /** A full disk has already rolled back by itself; then there is nothing left to do. */
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#connection.forgetStatements()
    this.#database.close()
  }
}

class NodeSqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync
  readonly #onDamage: (reason: string) => void
  /** By SQL text; the one used longest ago is the first and leaves first. */
  readonly #statements = new Map<string, StatementSync>()

  constructor(database: DatabaseSync, onDamage: (reason: string) => void) {
    this.#database = database
    this.#onDamage = onDamage
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const values = parameters as readonly SQLInputValue[]
    try {
      const statement = this.#prepare(sql)
      if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] }
      const { changes, lastInsertRowid } = statement.run(...values)
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

  forgetStatements(): void {
    this.#statements.clear()
  }

  #prepare(sql: string): StatementSync {
    const kept = this.#statements.get(sql)
    const statement = kept ?? this.#database.prepare(sql)
    this.#statements.delete(sql)
    this.#statements.set(sql, statement)
    if (this.#statements.size > statementCountMax) {
      const [oldest] = this.#statements.keys()
      if (oldest !== undefined) this.#statements.delete(oldest)
    }
    return statement
  }
}

/**
 * @import { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
 * @import { SqliteChanges, SqliteLimits, SqliteRows } from './sqlite-messages.ts'
 */

/** One connection to SQLite: runs statements, and hands their rows out slice by slice. */
export class SqliteSession {
  #database
  #limits
  /**
   * By SQL text; the one used longest ago is the first and leaves first.
   * @type {Map<string, StatementSync>}
   */
  #statements = new Map()
  /** @type {readonly string[]} */
  #columns = []
  /** @type {readonly (readonly unknown[])[]} */
  #rows = []
  #sentCount = 0

  /** @param {DatabaseSync} database @param {SqliteLimits} limits */
  constructor(database, limits) {
    this.#database = database
    this.#limits = limits
  }

  /**
   * @param {string} sql
   * @param {readonly SQLInputValue[]} parameters
   * @returns {SqliteRows | SqliteChanges}
   * @throws Error of SQLite, with its `errcode`
   */
  run(sql, parameters) {
    const statement = this.#prepare(sql)
    const columns = statement.columns()
    if (columns.length === 0) return { kind: 'changes', ...statement.run(...parameters) }
    this.#columns = columns.map(({ name }) => name)
    const rows = /** @type {unknown} */ (statement.all(...parameters))
    this.#rows = /** @type {unknown[][]} */ (rows) // `setReturnArrays` has made arrays of them.
    this.#sentCount = 0
    return this.more()
  }

  /** @returns {SqliteRows} the next slice */
  more() {
    const rows = this.#rows.slice(this.#sentCount, this.#sentCount + this.#limits.sliceRowCountMax)
    this.#sentCount += rows.length
    const hasMore = this.#sentCount < this.#rows.length
    if (!hasMore) this.#rows = []
    return { kind: 'rows', columns: this.#columns, rows, hasMore }
  }

  /** A full disk has already rolled back by itself; then there is nothing left to do. */
  rollback() {
    if (this.#database.isTransaction) this.#database.exec('rollback')
  }

  close() {
    this.#statements.clear()
    this.#database.close()
  }

  /** @param {string} sql */
  #prepare(sql) {
    const kept = this.#statements.get(sql)
    const statement = kept ?? this.#database.prepare(sql)
    if (!kept) statement.setReturnArrays(true)
    this.#statements.delete(sql)
    this.#statements.set(sql, statement)
    if (this.#statements.size > this.#limits.statementCountMax) {
      const [oldest] = this.#statements.keys()
      if (oldest !== undefined) this.#statements.delete(oldest)
    }
    return statement
  }
}

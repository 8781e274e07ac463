import type { SQLInputValue } from 'node:sqlite'

export interface SqliteLimits {
  readonly statementCountMax: number
  readonly sliceRowCountMax: number
}

/** What the thread of a database starts with. */
export interface SqliteWorkerData {
  readonly path: string
  readonly limits: SqliteLimits
}

/** What the thread of a database is asked; it answers one after the other, in their order. */
export type ToSqliteWorker =
  | { readonly kind: 'run'; readonly sql: string; readonly parameters: readonly SQLInputValue[] }
  /** The next rows of the statement before. */
  | { readonly kind: 'more' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'close' }

/** Rows as arrays: names and shapes of objects would cross between the threads once a row. */
export interface SqliteRows {
  readonly kind: 'rows'
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  readonly hasMore: boolean
}

export interface SqliteChanges {
  readonly kind: 'changes'
  readonly changes: number | bigint
  readonly lastInsertRowid: number | bigint
}

/** What is left of an error of SQLite between the threads. */
export interface SqliteFailure {
  readonly kind: 'failure'
  readonly message: string
  /** SQLite's result code (https://sqlite.org/rescode.html); undefined for other errors. */
  readonly errcode: number | undefined
}

export type FromSqliteWorker =
  | SqliteRows
  | SqliteChanges
  | { readonly kind: 'done' }
  | SqliteFailure

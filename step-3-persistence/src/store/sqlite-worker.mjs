import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { SqliteSession } from './sqlite-session.mjs'

/**
 * The database's own thread: `SqliteThread` starts it and asks. A statement that takes long, or that
 * waits for another program, holds up what asks the database, and nothing else in the server.
 * In JavaScript, because a thread takes 100 ms more of CPU to start from TypeScript.
 * @import { FromSqliteWorker, SqliteFailure, SqliteWorkerData, ToSqliteWorker } from './sqlite-messages.ts'
 */
const port = parentPort
if (!port) throw new Error('sqlite-worker.mjs is started by SqliteThread, not by hand')
/** @param {FromSqliteWorker} message */
const post = (message) => port.postMessage(message)

/** How long a statement waits for another process that holds the file. */
const busyTimeoutMs = 1_000
/** Pages kept in memory: 32 MiB hold the narrow rows of 100,000 alerts. */
const cacheKibibytes = 32 * 1024

try {
  // Only SqliteThread starts it.
  const { path, limits } = /** @type {SqliteWorkerData} */ (workerData)
  const session = new SqliteSession(openFile(path), limits)
  post({ kind: 'done' })
  port.on('message', (/** @type {ToSqliteWorker} */ asked) => {
    post(answer(session, asked))
    if (asked.kind === 'close') port.close() // Nothing is left to wait for, so the thread ends.
  })
} catch (error) {
  post(toFailure(error))
}

/** @param {string} path */
function openFile(path) {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs })
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma cache_size = -${cacheKibibytes};
    pragma journal_size_limit = 67108864;
    pragma temp_store = memory;
  `)
  return database
}

/** @param {SqliteSession} session @param {ToSqliteWorker} asked @returns {FromSqliteWorker} */
function answer(session, asked) {
  try {
    if (asked.kind === 'run') return session.run(asked.sql, asked.parameters)
    if (asked.kind === 'more') return session.more()
    if (asked.kind === 'rollback') session.rollback()
    else session.close()
    return { kind: 'done' }
  } catch (error) {
    return toFailure(error)
  }
}

/** What SQLite throws has a code. @param {any} error @returns {SqliteFailure} */
function toFailure(error) {
  return { kind: 'failure', message: error?.message ?? String(error), errcode: error?.errcode }
}

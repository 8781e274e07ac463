import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import { AppError } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import type { Database } from './database.ts'
import { migrate } from './migrations.ts'
import { NodeSqliteDialect } from './node-sqlite-dialect.ts'
import { SqliteThread } from './sqlite-thread.ts'
import { StoreDamage } from './store-damage.ts'
import { UpgradeProgress } from './upgrade-progress.ts'
import { fillIncidents } from './write-incidents.ts'

interface OpenOptions {
  readonly damage?: StoreDamage
  /** Receives what an old database is brought up to date with, while it takes long. */
  readonly say?: ((line: string) => void) | undefined
}

/**
 * Opens the SQLite file, making it when it is missing, and brings its tables up to date.
 * Write-ahead log with `synchronous = full`: what a commit has acknowledged is on the disk, and
 * survives `kill -9` and a power cut. @throws AppError `E_STORE_OPEN`, `E_STORE_MIGRATION`
 */
export async function openDatabase(
  path: string,
  { damage = new StoreDamage(path), say = () => {} }: OpenOptions = {},
): Promise<Kysely<Database>> {
  const onDamage = (reason: string) => damage.note(reason)
  const db = new Kysely<Database>({
    dialect: new NodeSqliteDialect(await openFile(path), onDamage),
  })
  const progress = new UpgradeProgress(say)
  try {
    await migrate(db, (step) => progress.begin(step))
    progress.begin('the incidents are summed up')
    await fillIncidents(db)
  } catch (error) {
    await db.destroy()
    throw error
  } finally {
    progress.end()
  }
  return db
}

async function openFile(path: string): Promise<SqliteThread> {
  try {
    mkdirSync(dirname(path), { recursive: true })
    // Alerts, notes and channel secrets are for the owner's eyes; the log inherits the mode.
    closeSync(openSync(path, 'a', 0o600))
    const thread = new SqliteThread(path)
    await thread.open()
    return thread
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError(
      errorCodes.E_STORE_OPEN,
      `the database ${path} cannot be opened: ${reason}`,
      {
        fix: 'Check the permission and the disk; a damaged file can be moved away, a new one is made.',
      },
    )
  }
}

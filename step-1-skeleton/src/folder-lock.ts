import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'

/** What the server that holds a folder says of itself. */
const holder = z.object({ pid: z.int(), url: z.string().optional(), since: z.string() })
type Holder = z.infer<typeof holder>

/**
 * A data folder that is this process's alone. Node has no lock of its own, so SQLite's is taken, on
 * an empty database: the system gives it back when the process ends, however it ends.
 */
export class FolderLock {
  readonly #path: string
  readonly #since: string
  /** Kept open: closing it, or having it collected, gives the folder back. */
  readonly #database: DatabaseSync | undefined

  private constructor(folder: string, database: DatabaseSync | undefined, since: string) {
    this.#path = holderPath(folder)
    this.#database = database
    this.#since = since
  }

  /** @throws AppError `E_FOLDER_IN_USE`, which names the server that has it */
  static take(folder: string, since: Date): FolderLock {
    const lock = new FolderLock(folder, lockedDatabase(folder), since.toISOString())
    lock.#write({})
    return lock
  }

  /** Says where the server answers. */
  listens(url: string): void {
    this.#write({ url })
  }

  /** Gives the folder to the next server. */
  release(): void {
    this.#database?.close()
  }

  #write(about: { readonly url?: string }): void {
    if (!this.#database) return
    const text = JSON.stringify({ pid: process.pid, ...about, since: this.#since })
    writeFileSync(this.#path, `${text}\n`, { mode: 0o600 })
  }
}

/** A folder that cannot be written is refused by what has to write there, with its own reason. */
function lockedDatabase(folder: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    database = new DatabaseSync(join(folder, 'server.lock'), { timeout: 0 })
    database.exec('begin exclusive')
    return database
  } catch (error) {
    database?.close()
    if (/locked/.test(String(error))) throw inUse(folder)
    return undefined
  }
}

function inUse(folder: string): AppError {
  const by = readHolder(folder)
  const at = by?.url === undefined ? '' : ` at ${by.url}`
  const who = by ? `process ${by.pid}${at}, since ${by.since}` : 'another server'
  const stop = by ? `kill ${by.pid}` : 'Ctrl-C in its terminal'
  return new AppError(errorCodes.E_FOLDER_IN_USE, `the data folder ${folder} is held by ${who}`, {
    fix: `Stop that server (${stop}), or give this one a folder of its own: DATA_DIR=${folder}-2 npm start`,
  })
}

function readHolder(folder: string): Holder | undefined {
  try {
    return holder.parse(JSON.parse(readFileSync(holderPath(folder), 'utf8')))
  } catch {
    return undefined
  }
}

function holderPath(folder: string): string {
  return join(folder, 'server.json')
}

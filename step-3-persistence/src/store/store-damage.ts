import { Worker } from 'node:worker_threads'

/** The page cache of the check and what a thread of Node needs; it lasts for a second a GB. */
const heapMegabytes = 64

/** What is known of damage to the database: each statement may meet it, and a start looks for it. */
export class StoreDamage {
  readonly #path: string
  /** What SQLite said first; null while it has found none. */
  #reason: string | null = null

  constructor(path: string) {
    this.#path = path
  }

  /** As `/health` says it. */
  get problems(): readonly string[] {
    if (this.#reason === null) return []
    const what = `the database ${this.#path} is damaged (${this.#reason})`
    return [`${what}: what is not hit can still be read. ${damageFix}`]
  }

  note(reason: string): void {
    this.#reason ??= reason
  }

  /** Reads the whole file in a thread of its own, so that requests are answered meanwhile. */
  startCheck(closing: AsyncDisposableStack): void {
    const worker = new Worker(new URL('./check-database-worker.ts', import.meta.url), {
      workerData: this.#path,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    })
    // It sends what its last line says. A check that could not be made finds no damage.
    worker.on('message', (reason: string) => this.note(reason)).on('error', () => {})
    worker.unref()
    closing.defer(async () => void (await worker.terminate()))
  }
}

/** The way out, for an error and for `/health`. */
export const damageFix =
  'Stop the server, save what can be read with: sqlite3 FILE .recover | sqlite3 NEW, and put NEW in its place; or move FILE away, and a new one is made.'

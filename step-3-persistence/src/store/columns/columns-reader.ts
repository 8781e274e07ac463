import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import {
  AlertColumns,
  type ColumnRow,
  type IncidentRow,
  numberNames,
  valueNames,
} from './alert-columns.ts'

/** Rows that are read between two looks at what was asked: some 30 ms. */
const rowsPerTurn = 5_000

/** Reads the columns out of a SQLite file, and follows what changes in it. */
export class ColumnsReader {
  readonly #database: DatabaseSync
  #columns: AlertColumns | undefined
  #lastSequence = 0
  /** Changes since it was read: what they have left behind in the columns is as much. */
  #followedCount = 0
  #rowCount = 0
  #reading: Promise<void> | undefined

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { readOnly: true })
  }

  /** The alerts as they are stored now; undefined while they are being read. @throws Error of SQLite */
  current(): AlertColumns | undefined {
    if (this.#reading || !this.#columns) return undefined
    this.#database.exec('begin')
    try {
      return this.#follow(this.#columns) ? this.#columns : undefined
    } finally {
      this.#database.exec('commit')
    }
  }

  /** Reads all, unless it does already, or has and can follow. @throws Error of SQLite */
  read(): Promise<void> {
    if (this.#columns) return Promise.resolve()
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  close(): void {
    this.#database.close()
  }

  async #readAll(): Promise<void> {
    this.#database.exec('begin') // What it reads, and the last change, are of one moment.
    try {
      const { count, least, sequence } = this.#database
        .prepare(`select count(*) as count, coalesce(min(search_id), 0) as least,
          (select coalesce(max(sequence), 0) from alert_change) as sequence from alert`)
        .get() as Readonly<Record<'count' | 'least' | 'sequence', number>> // What it selects.
      const columns = new AlertColumns({ rowCount: count, searchIdMin: least })
      let readCount = 0
      for (const row of this.#database.prepare(`select ${selected} from alert`).iterate()) {
        columns.put(row as unknown as ColumnRow) // What it selects.
        if (++readCount % rowsPerTurn === 0) await setImmediate()
      }
      for (const row of this.#database.prepare(selectIncidents).iterate()) {
        columns.putIncident(row as unknown as IncidentRow) // What it selects.
        if (++readCount % rowsPerTurn === 0) await setImmediate()
      }
      this.#columns = columns
      this.#lastSequence = sequence
      this.#followedCount = 0
      this.#rowCount = count
    } finally {
      this.#database.exec('commit')
    }
  }

  /** False where too much has changed: then it is to be read anew. */
  #follow(columns: AlertColumns): boolean {
    const { first, last } = this.#database
      .prepare(`select coalesce(min(sequence), 0) as first, coalesce(max(sequence), 0) as last
        from alert_change`)
      .get() as Readonly<Record<'first' | 'last', number>> // What it selects.
    const newCount = last - this.#lastSequence
    this.#followedCount += newCount
    const isLost = newCount < 0 || first > this.#lastSequence + 1
    if (isLost || this.#followedCount > Math.max(this.#rowCount, rowsPerTurn)) {
      this.#columns = undefined
      return false
    }
    if (newCount > 0) this.#apply(columns)
    this.#lastSequence = last
    return true
  }

  #apply(columns: AlertColumns): void {
    const changed = this.#database
      .prepare('select distinct search_id from alert_change where sequence > ?')
      .all(this.#lastSequence) as { search_id: number }[] // What it selects.
    const find = this.#database.prepare(`select ${selected} from alert where search_id = ?`)
    // An incident follows from its alerts, so it has changed only with one of them.
    const incidents = new Set<string | undefined>()
    for (const { search_id } of changed) {
      const row = find.get(search_id)
      incidents.add(columns.incidentOf(search_id))
      if (row)
        columns.put(row as unknown as ColumnRow) // What it selects.
      else columns.remove(search_id)
      incidents.add(columns.incidentOf(search_id))
    }
    const findIncident = this.#database.prepare(`${selectIncidents} where incident_id = ?`)
    for (const id of incidents) {
      const row = id === undefined ? undefined : findIncident.get(id)
      if (row) columns.putIncident(row as unknown as IncidentRow) // What it selects.
    }
  }
}

const selectIncidents = 'select incident_id, severity, status from incident'

const selected = ['search_id', 'search_text', ...valueNames, ...numberNames].join(', ')

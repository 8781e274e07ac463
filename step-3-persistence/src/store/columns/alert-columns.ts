import { Scratch } from './scratch.ts'
import { grown, ValueColumn } from './value-column.ts'
import { WordColumn } from './word-column.ts'

export const valueNames = [
  'severity',
  'status',
  'kind',
  'technique_id',
  'capture_source',
  'capture_name',
  'suppressed_by',
  'source',
  'target',
  'target_port',
  'detectors',
  'incident_id',
] as const
export type ValueName = (typeof valueNames)[number]

export const numberNames = [
  'severity_score',
  'score',
  'confidence',
  'count',
  'first_seen_epoch',
  'last_seen_epoch',
] as const
export type NumberName = (typeof numberNames)[number]

/** Of an alert, what is counted and asked for most. */
export interface ColumnRow
  extends Readonly<Record<ValueName, string | number | null>>,
    Readonly<Record<NumberName, number>> {
  readonly search_id: number
  readonly search_text: string
}

export interface IncidentRow {
  readonly incident_id: string
  readonly severity: number
  readonly status: string
}

/**
 * Alerts column by column in typed arrays: a pass over a million of them takes some 2 ms a column,
 * where SQL takes 100 ns a row and more. An alert is some 290 B, half of it its words.
 */
export class AlertColumns {
  readonly values: Readonly<Record<ValueName, ValueColumn>>
  readonly words: WordColumn
  readonly masks = new Scratch((length) => new Uint8Array(length))
  readonly counts = new Scratch((length) => new Uint32Array(length))
  /** What incidents are as a whole, by the number of their id in `values`. */
  readonly incidents: Readonly<Record<'severity' | 'status', ValueColumn>>
  #numbers: Readonly<Record<NumberName, Float64Array>>
  /** By number of an alert from `#searchIdMin`, its row and 1; 0 for none. */
  #rowOf: Uint32Array
  readonly #searchIdMin: number
  #searchIds: Float64Array
  #isLive: Uint8Array
  readonly #free: number[] = []
  #used = 0

  constructor({ rowCount, searchIdMin }: { rowCount: number; searchIdMin: number }) {
    const room = rowCount + spareRowCount
    this.values = record(valueNames, () => new ValueColumn(room))
    this.#numbers = record(numberNames, () => new Float64Array(room))
    this.words = new WordColumn(room)
    this.incidents = { severity: new ValueColumn(room), status: new ValueColumn(room) }
    this.#searchIds = new Float64Array(room)
    this.#isLive = new Uint8Array(room)
    this.#rowOf = new Uint32Array(room)
    this.#searchIdMin = searchIdMin
  }

  /** Rows from 0 to below this; `isLive` says which of them are alerts. */
  get end(): number {
    return this.#used
  }

  /** By row, 1 where it is an alert. */
  get isLive(): Uint8Array {
    return this.#isLive
  }

  /** By row, the number of the alert in the index of words. */
  get searchIds(): Float64Array {
    return this.#searchIds
  }

  /** The numbers of each row. */
  numbers(name: NumberName): Float64Array {
    return this.#numbers[name]
  }

  /** Adds an alert, or says anew what it is. */
  put(alert: ColumnRow): void {
    const row = this.#find(alert.search_id) ?? this.#take(alert.search_id)
    for (const name of valueNames) this.values[name].set(row, alert[name])
    for (const name of numberNames) this.#numbers[name][row] = alert[name]
    this.words.set(row, alert.search_text)
  }

  /** Says what an incident is as a whole, if one of the alerts is in it. */
  putIncident({ incident_id, severity, status }: IncidentRow): void {
    const code = this.values.incident_id.codeOf(incident_id)
    if (code === undefined) return
    this.incidents.severity.set(code, severity)
    this.incidents.status.set(code, status)
  }

  /** The incident of an alert; undefined where there is none. */
  incidentOf(searchId: number): string | undefined {
    const row = this.#find(searchId)
    const { codes, values } = this.values.incident_id
    const id = row === undefined ? null : values[codes[row] as number]
    return typeof id === 'string' ? id : undefined
  }

  remove(searchId: number): void {
    const row = this.#find(searchId)
    if (row === undefined) return
    this.#isLive[row] = 0
    this.#rowOf[searchId - this.#searchIdMin] = 0
    this.#free.push(row)
  }

  #find(searchId: number): number | undefined {
    const found = this.#rowOf[searchId - this.#searchIdMin] ?? 0
    return found === 0 ? undefined : found - 1
  }

  #take(searchId: number): number {
    const row = this.#free.pop() ?? this.#used++
    if (row >= this.#isLive.length) this.#grow(2 * (row + 1))
    const index = searchId - this.#searchIdMin
    if (index >= this.#rowOf.length) this.#rowOf = grown(this.#rowOf, 2 * (index + 1))
    this.#rowOf[index] = row + 1
    this.#searchIds[row] = searchId
    this.#isLive[row] = 1
    return row
  }

  #grow(rowCount: number): void {
    for (const name of valueNames) this.values[name].grow(rowCount)
    this.words.grow(rowCount)
    const numbers = this.#numbers
    this.#numbers = record(numberNames, (name) => grownDoubles(numbers[name], rowCount))
    this.#searchIds = grownDoubles(this.#searchIds, rowCount)
    const isLive = this.#isLive
    this.#isLive = new Uint8Array(rowCount)
    this.#isLive.set(isLive)
  }
}

/** Room for alerts that come after it was read. */
const spareRowCount = 1_000

function grownDoubles(numbers: Float64Array, count: number): Float64Array {
  const more = new Float64Array(count)
  more.set(numbers)
  return more
}

function record<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value> // All of them.
}

import { severityRank } from 'step-2-capture/severity'
import { hostTest } from '../../alert/address-range.ts'
import type { AlertFilter } from '../../alert/alert-filter.ts'
import { wordsOf } from '../search-words.ts'
import type { AlertColumns, NumberName, ValueName } from './alert-columns.ts'

export type RowTest = (row: number) => boolean
type Value = string | number | null

/** Of values, those that are asked for. */
export function amongTests(columns: AlertColumns, filter: AlertFilter): RowTest[] {
  const { severity, status, kind, technique, capture_source, capture_name, target_port } = filter
  const tests: RowTest[] = []
  const among = (name: ValueName, values: readonly (string | number)[] | undefined) => {
    if (values) tests.push(isAmong(columns, name, (value) => values.includes(value as string)))
  }
  among('severity', severity?.map(severityRank))
  among('status', status)
  among('kind', kind)
  among('technique_id', technique)
  among('capture_source', capture_source)
  among('capture_name', capture_name === undefined ? undefined : [capture_name])
  among('target_port', target_port === undefined ? undefined : [target_port])
  return tests
}

/** Detectors, rules and words. */
export function otherTests(columns: AlertColumns, filter: AlertFilter): RowTest[] {
  const { suppressed, q, detector } = filter
  const tests: RowTest[] = []
  if (detector) {
    const quoted = detector.map((name) => lowerAscii(JSON.stringify(name)))
    const fits = (names: string) => quoted.some((name) => names.includes(name))
    tests.push(isAmong(columns, 'detectors', (value) => fits(lowerAscii(String(value)))))
  }
  if (suppressed !== undefined) {
    tests.push(isAmong(columns, 'suppressed_by', (value) => (value !== null) === suppressed))
  }
  for (const word of wordsOf(q)) tests.push(columns.words.holds(word))
  return tests
}

/** Bounds of numbers and of the time. */
export function boundTests(columns: AlertColumns, filter: AlertFilter): RowTest[] {
  const tests: RowTest[] = []
  for (const [part, name] of Object.entries(leastOf) as [keyof typeof leastOf, NumberName][]) {
    const least = filter[part]
    const numbers = columns.numbers(name)
    if (least !== undefined) tests.push((row) => (numbers[row] as number) >= least)
  }
  const { to } = filter
  const first = columns.numbers('first_seen_epoch')
  if (to !== undefined) tests.push((row) => (first[row] as number) <= to)
  return tests
}

/** The parts of a filter that set a least number, and of what. */
const leastOf = {
  min_severity_score: 'severity_score',
  min_score: 'score',
  min_confidence: 'confidence',
  min_count: 'count',
  from: 'last_seen_epoch',
} as const satisfies Partial<Record<keyof AlertFilter, NumberName>>

/** Hosts of either end, in any spelling, as a CIDR block, or by any other name. */
export function hostTests(columns: AlertColumns, { source, target, host }: AlertFilter): RowTest[] {
  const tests: RowTest[] = []
  if (source) tests.push(atEnd(columns, 'source', source))
  if (target) tests.push(atEnd(columns, 'target', target))
  if (host) {
    const isSource = atEnd(columns, 'source', host)
    const isTarget = atEnd(columns, 'target', host)
    tests.push((row) => isSource(row) || isTarget(row))
  }
  return tests
}

function atEnd(columns: AlertColumns, end: 'source' | 'target', names: readonly string[]): RowTest {
  const keys = columns.values[end].addressKeys()
  const fits = names.map(hostTest)
  return isAmong(columns, end, (value, code) => fits.some((fit) => fit(value, keys[code])))
}

/** As LIKE compares: letters of ASCII alone have two cases. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Asks once for each value of a column. */
function isAmong(
  columns: AlertColumns,
  name: ValueName,
  fits: (value: Value, code: number) => boolean,
): RowTest {
  const { codes, values } = columns.values[name]
  const isFit = new Uint8Array(values.length)
  for (let code = 0; code < values.length; code++) {
    if (fits(values[code] ?? null, code)) isFit[code] = 1
  }
  return (row) => isFit[codes[row] as number] === 1 // A row of the columns has a value.
}

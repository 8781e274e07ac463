import type { AlertFilter } from '../../alert/alert-filter.ts'
import type { AlertColumns } from './alert-columns.ts'
import { amongTests, boundTests, hostTests, otherTests, type RowTest } from './row-tests.ts'

const held: ReadonlySet<string> = new Set<keyof AlertFilter>([
  'severity',
  'status',
  'kind',
  'detector',
  'target_port',
  'technique',
  'capture_source',
  'capture_name',
  'suppressed',
  'q',
  'from',
  'to',
  'source',
  'target',
  'host',
  'min_severity_score',
  'min_score',
  'min_confidence',
  'min_count',
])

/** Whether the columns hold all that a filter asks for. */
export function isHeld({ all = [], none = [], ...filter }: AlertFilter): boolean {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined)
  return asked.every(([name]) => held.has(name)) && [...all.flat(), ...none].every(isHeld)
}

/** What `alertWhere` says in SQL of a filter that `isHeld`. */
export function rowTest(columns: AlertColumns, filter: AlertFilter): RowTest {
  const tests = [amongTests, boundTests, hostTests, otherTests].flatMap((of) => of(columns, filter))
  for (const group of filter.all ?? []) {
    const some = group.map((one) => rowTest(columns, one))
    const [first] = some
    if (some.length === 1 && first) tests.push(first)
    else tests.push((row) => some.some((test) => test(row)))
  }
  for (const one of filter.none ?? []) {
    const test = rowTest(columns, one)
    tests.push((row) => !test(row))
  }
  return allOf(tests)
}

/** Whether a row passes all of them. */
export function allOf(tests: readonly RowTest[]): RowTest {
  const [first, second] = tests
  if (!first) return () => true
  if (!second) return first
  if (tests.length === 2) return (row) => first(row) && second(row)
  return (row) => {
    for (const test of tests) if (!test(row)) return false
    return true
  }
}

/** How many alerts fit. */
export function countThat({ end, isLive }: AlertColumns, fits: RowTest): number {
  let count = 0
  for (let row = 0; row < end; row++) if (isLive[row] === 1 && fits(row)) count++
  return count
}

/** The rows of all alerts that fit. They lie in the scratch of the columns until the next are asked for. */
export function rowsThat(columns: AlertColumns, fits: RowTest): Uint32Array {
  const rows = columns.scratch
  const { isLive } = columns
  let count = 0
  for (let row = 0; row < columns.end; row++) {
    if (isLive[row] === 1 && fits(row)) rows[count++] = row
  }
  return rows.subarray(0, count)
}

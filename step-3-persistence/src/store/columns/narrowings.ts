import { severityRank } from 'step-2-capture/severity'
import { hostTest } from '../../alert/address-range.ts'
import type { AlertFilter } from '../../alert/alert-filter.ts'
import { wordsOf } from '../search-words.ts'
import type { AlertColumns, NumberName, ValueName } from './alert-columns.ts'
import { add, keep, type RowMask } from './row-mask.ts'

/** Takes out of a mask what a part of a filter does not let through. */
type Narrowing = (columns: AlertColumns, filter: AlertFilter, mask: RowMask) => void
type Value = string | number | null

/** The parts of a filter, but for its groups of other filters. */
export const narrowings: readonly Narrowing[] = [
  narrowToValues,
  narrowToDetectors,
  narrowToBounds,
  narrowToHosts,
  narrowToWords,
]

function narrowToValues(columns: AlertColumns, filter: AlertFilter, mask: RowMask): void {
  const { severity, status, kind, technique, capture_source, capture_name, target_port } = filter
  const { suppressed } = filter
  const among = (name: ValueName, values: readonly (string | number)[] | undefined) => {
    if (values) keepAmong(columns, name, (value) => values.includes(value as string), mask)
  }
  among('severity', severity?.map(severityRank))
  among('status', status)
  among('kind', kind)
  among('technique_id', technique)
  among('capture_source', capture_source)
  among('capture_name', capture_name === undefined ? undefined : [capture_name])
  among('target_port', target_port === undefined ? undefined : [target_port])
  if (suppressed === undefined) return
  keepAmong(columns, 'suppressed_by', (value) => (value !== null) === suppressed, mask)
}

function narrowToDetectors(columns: AlertColumns, { detector }: AlertFilter, mask: RowMask): void {
  if (!detector) return
  const quoted = detector.map((name) => JSON.stringify(name))
  keepAmong(
    columns,
    'detectors',
    (value) => quoted.some((name) => String(value).includes(name)),
    mask,
  )
}

function narrowToBounds(columns: AlertColumns, filter: AlertFilter, mask: RowMask): void {
  for (const [part, name] of Object.entries(leastOf) as [keyof typeof leastOf, NumberName][]) {
    const least = filter[part]
    if (least === undefined) continue
    const numbers = columns.numbers(name)
    for (let row = 0; row < mask.length; row++) {
      if ((numbers[row] as number) < least) mask[row] = 0 // A row of the columns has its numbers.
    }
  }
  const { to } = filter
  if (to === undefined) return
  const first = columns.numbers('first_seen_epoch')
  for (let row = 0; row < mask.length; row++) if ((first[row] as number) > to) mask[row] = 0
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
function narrowToHosts(columns: AlertColumns, filter: AlertFilter, mask: RowMask): void {
  const { source, target, host } = filter
  if (source) keepAmong(columns, 'source', atEnd(columns, 'source', source), mask)
  if (target) keepAmong(columns, 'target', atEnd(columns, 'target', target), mask)
  if (!host) return
  columns.masks.with(mask.length, (asTarget) => {
    asTarget.set(mask)
    keepAmong(columns, 'target', atEnd(columns, 'target', host), asTarget)
    keepAmong(columns, 'source', atEnd(columns, 'source', host), mask)
    add(mask, asTarget)
  })
}

function atEnd(columns: AlertColumns, end: 'source' | 'target', names: readonly string[]) {
  const keys = columns.values[end].addressKeys()
  const fits = names.map(hostTest)
  return (value: Value, code: number) => fits.some((fit) => fit(value, keys[code]))
}

function narrowToWords(columns: AlertColumns, { q }: AlertFilter, mask: RowMask): void {
  for (const word of wordsOf(q)) keep(mask, columns.words.holding(word))
}

/** Asks once for each value of a column. */
function keepAmong(
  columns: AlertColumns,
  name: ValueName,
  fits: (value: Value, code: number) => boolean,
  mask: RowMask,
): void {
  const { codes, values } = columns.values[name]
  columns.masks.withZeros(values.length, (isFit) => {
    for (let code = 0; code < values.length; code++) {
      if (fits(values[code] ?? null, code)) isFit[code] = 1
    }
    keepFitting(mask, codes, isFit)
  })
}

function keepFitting(mask: RowMask, codes: Uint32Array, isFit: Uint8Array): void {
  // A row of the columns has a value.
  for (let row = 0; row < mask.length; row++) {
    mask[row] = (mask[row] as number) & (isFit[codes[row] as number] as number)
  }
}

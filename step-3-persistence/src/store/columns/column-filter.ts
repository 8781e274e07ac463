import type { AlertFilter } from '../../alert/alert-filter.ts'
import type { AlertColumns } from './alert-columns.ts'
import { narrowings } from './narrowings.ts'
import { add, keep, type RowMask, takeOut } from './row-mask.ts'

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

/**
 * Calls `work` with the alerts that fit: what `alertWhere` says in SQL of a filter that `isHeld`. The
 * mask is valid until `work` returns.
 */
export function withFitting<Result>(
  columns: AlertColumns,
  filter: AlertFilter,
  work: (fits: RowMask) => Result,
): Result {
  return columns.masks.with(columns.end, (fits) => {
    fits.set(columns.isLive.subarray(0, columns.end))
    narrow(columns, filter, fits)
    return work(fits)
  })
}

/** Takes out of a mask what does not fit. */
function narrow(columns: AlertColumns, filter: AlertFilter, mask: RowMask): void {
  for (const part of narrowings) part(columns, filter, mask)
  for (const group of filter.all ?? []) narrowToAny(columns, group, mask)
  for (const one of filter.none ?? []) {
    withFitting(columns, one, (fits) => takeOut(mask, fits))
  }
}

function narrowToAny(columns: AlertColumns, group: readonly AlertFilter[], mask: RowMask): void {
  columns.masks.withZeros(mask.length, (some) => {
    for (const one of group) withFitting(columns, one, (fits) => add(some, fits))
    keep(mask, some)
  })
}

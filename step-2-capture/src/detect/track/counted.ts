import type { DistinctCounter } from '../../memory/distinct-counter.ts'

const format = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A whole number with its thousands apart: `16,384`. */
export function numberText(value: number): string {
  return format.format(value)
}

/** A count with its noun, as a title says it: `1 page`, `2,000 pages`, `about 3,000 pages`. */
export function counted(count: number | DistinctCounter, one: string, many = `${one}s`): string {
  if (typeof count === 'number') return `${numberText(count)} ${count === 1 ? one : many}`
  return `${count.isExact ? '' : 'about '}${counted(count.count, one, many)}`
}

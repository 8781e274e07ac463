import type { DistinctCounter } from '../../memory/distinct-counter.ts'
import { numberText } from '../seam/title.ts'

/** A count with its noun, as a title says it: `1 page`, `2,000 pages`, `about 3,000 pages`. */
export function counted(count: number | DistinctCounter, one: string, many = `${one}s`): string {
  if (typeof count === 'number') return `${numberText(count)} ${count === 1 ? one : many}`
  return `${count.isExact ? '' : 'about '}${counted(count.count, one, many)}`
}

import type { AlertFilter } from '../../alert/alert-filter.ts'
import type { AlertColumns } from './alert-columns.ts'
import { withFitting } from './column-filter.ts'
import type { PageAsked } from './columns-messages.ts'
import { countOf, type RowMask } from './row-mask.ts'

/** 5,000 alerts are looked up by their numbers within 20 ms. */
export const idCountMax = 5_000

/** The numbers of all alerts that fit; null where there are many, which reading on soon meets. */
export function fewIds(columns: AlertColumns, filter: AlertFilter): number[] | null {
  return withFitting(columns, filter, (fits) => idsOf(columns, fits))
}

/** The numbers of the alerts of a page, and of all that are equal to its last; null where those are many. */
export function pageIds(columns: AlertColumns, asked: PageAsked): number[] | null {
  const { by, order, limit, after } = asked
  const numbers = columns.numbers(by)
  const sign = order === 'desc' ? 1 : -1
  const most = after === undefined ? Number.POSITIVE_INFINITY : sign * after
  return withFitting(columns, asked.filter, (fits) => {
    const least = leastOfPage({ numbers, fits, sign, most, limit })
    for (let row = 0; row < fits.length; row++) {
      const number = sign * (numbers[row] as number)
      if (number < least || number > most) fits[row] = 0
    }
    return idsOf(columns, fits)
  })
}

/** The last number of a page; less than any where the page is not full. */
function leastOfPage({ numbers, fits, sign, most, limit }: PageRows): number {
  // The best numbers, the best first, without those that are equal to the last of the page before:
  // it may have shown them. Most rows come in the order of time, so the best come early.
  const best: number[] = []
  let least = Number.NEGATIVE_INFINITY
  for (let index = 0; index < fits.length; index++) {
    const row = sign === 1 ? fits.length - 1 - index : index
    const number = sign * (numbers[row] as number) // A row of the columns has its numbers.
    if (fits[row] === 0 || number < least || number >= most) continue
    insert(best, number)
    if (best.length > limit) best.pop()
    least = best[limit - 1] ?? least
  }
  return least
}

interface PageRows {
  readonly numbers: Float64Array
  readonly fits: RowMask
  /** 1 where the greatest are the best, -1 where the least are. */
  readonly sign: 1 | -1
  readonly most: number
  readonly limit: number
}

function insert(best: number[], number: number): void {
  best.splice(best.findLastIndex((one) => one >= number) + 1, 0, number)
}

function idsOf({ searchIds }: AlertColumns, fits: RowMask): number[] | null {
  if (countOf(fits) > idCountMax) return null
  const ids: number[] = []
  for (let row = 0; row < fits.length; row++) {
    if (fits[row] === 1) ids.push(searchIds[row] as number) // A row that is an alert has one.
  }
  return ids
}

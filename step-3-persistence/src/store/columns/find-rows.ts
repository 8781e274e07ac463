import type { AlertFilter } from '../../alert/alert-filter.ts'
import type { AlertColumns } from './alert-columns.ts'
import { rowTest } from './column-filter.ts'
import type { PageAsked } from './columns-messages.ts'

/** 5,000 alerts are looked up by their numbers within 20 ms. */
export const idCountMax = 5_000

/** The numbers of all alerts that fit; null where there are many, which reading on soon meets. */
export function fewIds(columns: AlertColumns, filter: AlertFilter): number[] | null {
  const fits = rowTest(columns, filter)
  return idsOf(columns, fits)
}

/** The numbers of the alerts of a page, and of all that are equal to its last; null where those are many. */
export function pageIds(columns: AlertColumns, asked: PageAsked): number[] | null {
  const { by, order, limit, after } = asked
  const { end, isLive } = columns
  const numbers = columns.numbers(by)
  const sign = order === 'desc' ? 1 : -1
  const most = after === undefined ? Number.POSITIVE_INFINITY : sign * after
  const fits = rowTest(columns, asked.filter)
  // The best numbers, the best first, without those that are equal to the last of the page before:
  // it may have shown them. Most rows come in the order of time, so the best come early.
  const best: number[] = []
  for (let index = 0; index < end; index++) {
    const row = order === 'desc' ? end - 1 - index : index
    const number = sign * (numbers[row] as number) // A row of the columns has its numbers.
    if (number >= most || number < (best[limit - 1] ?? Number.NEGATIVE_INFINITY)) continue
    if (isLive[row] !== 1 || !fits(row)) continue
    const at = best.findLastIndex((one) => one >= number) + 1
    best.splice(at, 0, number)
    if (best.length > limit) best.pop()
  }
  const least = best.length < limit ? Number.NEGATIVE_INFINITY : (best[limit - 1] as number)
  return idsOf(columns, (row) => {
    const number = sign * (numbers[row] as number)
    return number <= most && number >= least && fits(row)
  })
}

function idsOf(columns: AlertColumns, fits: (row: number) => boolean): number[] | null {
  const { end, isLive, searchIds } = columns
  const ids: number[] = []
  for (let row = 0; row < end; row++) {
    if (isLive[row] !== 1 || !fits(row)) continue
    if (ids.length === idCountMax) return null
    ids.push(searchIds[row] as number) // A row that is an alert has one.
  }
  return ids
}

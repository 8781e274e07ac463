/** The fragments of one datagram: how many, their bytes, and the sum of their squared sizes. */
export interface FragmentTotals {
  readonly count: number
  readonly bytes: number
  readonly squares: number
}

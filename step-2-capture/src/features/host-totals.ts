import type { HostId } from '../flow/host-rows.ts'
import { windowTotalCount } from './window-total.ts'

/** 32,768 hosts in one window at 260 B are 8 MB; further ones are counted, not watched. */
export const windowHostCountMax = 32_768

/** What each host has done in the current window: a row of totals a host, in order of activity. */
export class HostTotals {
  /** How often a further host had something to count. */
  unwatchedCount = 0
  /** Row of each host + 1, or 0 while the host is silent in this window. */
  readonly #rowOf: Int32Array
  readonly #hostOf = new Int32Array(windowHostCountMax)
  readonly #totals = new Float64Array(windowHostCountMax * windowTotalCount)
  #rowCount = 0

  constructor(hostCountMax: number) {
    this.#rowOf = new Int32Array(hostCountMax)
  }

  get count(): number {
    return this.#rowCount
  }

  /** The host's row, a new one where it has none; -1 when there are no more. */
  open(host: HostId): number {
    const known = this.#rowOf[host] as number
    if (known !== 0) return known - 1
    if (this.#rowCount === windowHostCountMax) {
      this.unwatchedCount++
      return -1
    }
    this.#hostOf[this.#rowCount] = host
    this.#rowOf[host] = ++this.#rowCount
    return this.#rowCount - 1
  }

  /** @param column A WindowTotal. */
  add(host: HostId, column: number, amount: number): void {
    const row = this.open(host)
    if (row === -1) return
    const at = row * windowTotalCount + column
    this.#totals[at] = (this.#totals[at] as number) + amount
  }

  /** Sets a total to `value` where it is less. */
  raise(host: HostId, column: number, value: number): void {
    const row = this.open(host)
    if (row === -1) return
    const at = row * windowTotalCount + column
    if (value > (this.#totals[at] as number)) this.#totals[at] = value
  }

  /** Calls back for each host; the totals are a view, valid during the call. */
  forEach(visit: (host: HostId, totals: Float64Array) => void): void {
    for (let row = 0; row < this.#rowCount; row++) {
      const at = row * windowTotalCount
      visit(this.#hostOf[row] as HostId, this.#totals.subarray(at, at + windowTotalCount))
    }
  }

  clear(): void {
    for (let row = 0; row < this.#rowCount; row++) this.#rowOf[this.#hostOf[row] as number] = 0
    this.#totals.fill(0, 0, this.#rowCount * windowTotalCount)
    this.#rowCount = 0
  }

  /** Takes a host out; the last row takes its place. */
  forget(host: HostId): void {
    const row = (this.#rowOf[host] as number) - 1
    if (row === -1) return
    this.#rowOf[host] = 0
    const last = --this.#rowCount
    const lastHost = this.#hostOf[last] as number
    const end = (last + 1) * windowTotalCount
    this.#totals.copyWithin(row * windowTotalCount, last * windowTotalCount, end)
    this.#totals.fill(0, last * windowTotalCount, end)
    this.#hostOf[row] = lastHost
    if (lastHost !== host) this.#rowOf[lastHost] = row + 1
  }
}

import type { HostWindow } from '../../features/host-window.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { sequenceLengthMax } from './algorithms/lstm.ts'
import { windowRow } from './window-model.ts'

/** 4,096 hosts with 20 windows of 36 numbers are 24 MB; who was silent for longest is dropped. */
const hostCountMax = 4_096
/** Windows further apart than that do not belong together. */
const forgetAfterUs = 300_000_000

interface History {
  readonly rows: number[][]
  lastUs: number
}

/** The newest windows of each host, in the order of time, as a model of sequences looks at them. */
export class RecentWindows {
  /** Hosts that were dropped for others. */
  evictedCount = 0
  /** In the order of their newest window. */
  readonly #histories = new Map<number, History>()

  /** The host's newest windows with this one, which is the last of them. */
  add({ host, row, startUs, endUs }: HostWindow): readonly (readonly number[])[] {
    const known = this.#histories.get(host)
    const isRecent = known !== undefined && startUs - known.lastUs <= forgetAfterUs
    const history = isRecent ? known : { rows: [], lastUs: 0 }
    history.rows.push(windowRow(row))
    if (history.rows.length > sequenceLengthMax) history.rows.shift()
    history.lastUs = endUs
    this.#histories.delete(host)
    this.#histories.set(host, history)
    if (this.#histories.size > hostCountMax) this.#evict()
    return history.rows
  }

  forget(host: HostId): void {
    this.#histories.delete(host)
  }

  #evict(): void {
    const [oldest] = this.#histories.keys()
    if (oldest === undefined) return
    this.#histories.delete(oldest)
    this.evictedCount++
  }
}

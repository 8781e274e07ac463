import type { HostWindow } from '../../features/host-window.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
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
  /** In the order of their newest window. */
  readonly #histories = new BoundedMap<HostId, History>({ countMax: hostCountMax })

  /** Hosts that were dropped for others. */
  get evictedCount(): number {
    return this.#histories.evictedCount
  }

  /** The host's newest windows with this one, which is the last of them. */
  add({ host, row, startUs, endUs }: HostWindow): readonly (readonly number[])[] {
    const known = this.#histories.get(host)
    const isRecent = known !== undefined && startUs - known.lastUs <= forgetAfterUs
    const history = isRecent ? known : { rows: [], lastUs: 0 }
    history.rows.push(windowRow(row))
    if (history.rows.length > sequenceLengthMax) history.rows.shift()
    history.lastUs = endUs
    this.#histories.renew(host, history)
    return history.rows
  }

  forget(host: HostId): void {
    this.#histories.delete(host)
  }
}

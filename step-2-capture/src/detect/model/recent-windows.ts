import { type HostWindow, hostFeatures } from '../../features/host-window.ts'
import { modelRow } from '../../features/model-row.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { sequenceLengthMax } from './algorithms/labelled-sequence.ts'

/** 4,096 hosts with 20 windows of 36 numbers are 24 MB; the host silent for longest goes first. */
const hostCountMax = 4_096

interface History {
  readonly rows: Float64Array[]
  lastUs: number
}

/** The newest windows of each host, in the order of time, as a model of sequences looks at them. */
export class RecentWindows {
  readonly #gapUsMax: number
  /** In the order of their newest window. */
  readonly #histories = new BoundedMap<HostId, History>({ countMax: hostCountMax })

  /** @param gapSecondsMax Windows further apart do not belong together. */
  constructor(gapSecondsMax: number) {
    this.#gapUsMax = gapSecondsMax * 1e6
  }

  /** Hosts that were dropped for others. */
  get evictedCount(): number {
    return this.#histories.evictedCount
  }

  /** The host's newest windows with this one, which is the last of them. */
  add({ host, row, startUs, endUs }: HostWindow): readonly Float64Array[] {
    const known = this.#histories.get(host)
    const isRecent = known !== undefined && startUs - known.lastUs <= this.#gapUsMax
    const history = isRecent ? known : { rows: [], lastUs: 0 }
    history.rows.push(modelRow(hostFeatures, row))
    if (history.rows.length > sequenceLengthMax) history.rows.shift()
    history.lastUs = endUs
    this.#histories.renew(host, history)
    return history.rows
  }

  forget(host: HostId): void {
    this.#histories.delete(host)
  }
}

import type { ObserverFactory, TrafficObserver } from '../detect/seam/observer.ts'
import { hostFeatures } from '../features/host-window.ts'
import { modelRow } from '../features/model-row.ts'

/** 200,000 windows of 36 numbers are 58 MB; what comes after is left out, and counted. */
const windowCountMax = 200_000

export interface TimedWindow {
  /** As models see it, see `modelRow`. */
  readonly row: ArrayLike<number>
  /** Traffic time, epoch microseconds. */
  readonly startUs: number
  readonly endUs: number
}

/** Keeps every window of every host of one capture, by address, in the order of time. */
export class HostHistories {
  readonly windowsOf = new Map<string, TimedWindow[]>()
  leftOutCount = 0
  #windowCount = 0

  /** A detector that states nothing, and only writes windows down. */
  readonly watch: ObserverFactory = ({ hosts }): TrafficObserver => ({
    onWindow: ({ host, row, startUs, endUs }) => {
      if (this.#windowCount === windowCountMax) {
        this.leftOutCount++
        return
      }
      this.#windowCount++
      const address = hosts.text(host)
      const windows = this.windowsOf.get(address)
      const window = { row: modelRow(hostFeatures, row), startUs, endUs }
      if (windows) windows.push(window)
      else this.windowsOf.set(address, [window])
    },
  })
}

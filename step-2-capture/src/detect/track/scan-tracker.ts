import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { Tracker } from './tracker.ts'

/** What a host probed: the ports of a target, or the targets of a port. */
export class ScanTracker extends Tracker {
  readonly things = new DistinctCounter()
  /** How many of the others answered, for as long as the tracker exists. */
  answeredCount = 0
  /** New things since the last pause. */
  burstCount = 0
  #burstLastUs = Number.NEGATIVE_INFINITY

  /** Counts a thing that was probed; says whether it is a new one. */
  add(thing: number, burstPauseUs: number): boolean {
    const isNew = this.things.add(thing)
    if (this.lastUs - this.#burstLastUs > burstPauseUs) this.burstCount = 0
    this.#burstLastUs = this.lastUs
    if (isNew) this.burstCount++
    return isNew
  }
}

import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { Tracker } from './tracker.ts'

/** What a host probed: the ports of a target, or the targets of a port. */
export class ScanTracker extends Tracker {
  things = new DistinctCounter()
  /** How many of the others answered, for as long as the tracker exists. */
  answeredCount = 0
  /** New things since the last pause. */
  burstCount = 0
  #burstLastUs = Number.NEGATIVE_INFINITY

  /** Counts a thing that was probed; says whether it is a new one. */
  add(thing: number, burstPauseUs: number): boolean {
    const isPaused = this.lastUs - this.#burstLastUs > burstPauseUs
    // A slow scan goes on after a pause; one that was reported as a burst is over.
    if (isPaused && this.isReported && this.burstCount * 2 > this.things.count) this.startAnew()
    const isNew = this.things.add(thing)
    if (isPaused) this.burstCount = 0
    this.#burstLastUs = this.lastUs
    if (isNew) this.burstCount++
    return isNew
  }

  /** Sets the counts back to what they are in a new tracker. */
  protected startAnew(): void {
    this.endReport()
    this.firstUs = this.lastUs
    this.evidence.clear()
    this.things = new DistinctCounter()
    this.answeredCount = 0
  }
}

import { Tracker } from './tracker.ts'

/**
 * A tracker whose counts start anew with each period of traffic time (an epoch of Zeek's SumStats).
 * `firstUs` and the evidence are of the current period. What was reported stays reported:
 * `hasDoubled` asks the next period for twice the count as well.
 */
export abstract class PeriodTracker extends Tracker {
  /** Starts a new period if the current one is over; call it before an event is counted. */
  advance(nowUs: number, periodSeconds: number): void {
    if (nowUs - this.firstUs <= periodSeconds * 1e6) return
    this.firstUs = nowUs
    this.evidence.clear()
    this.startPeriod()
  }

  /** Sets the counts back to what they are in a new tracker. */
  protected abstract startPeriod(): void
}

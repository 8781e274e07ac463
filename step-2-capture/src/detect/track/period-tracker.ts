import { Tracker } from './tracker.ts'

/** A period in which less than this share of the busiest one happened ends what was reported. */
const quietShare = 1 / 10

/**
 * A tracker whose counts start anew with each period of traffic time (an epoch of Zeek's SumStats),
 * until they are reported: then they grow until a period passes in which next to nothing happens, so
 * that a report ends with the numbers of the whole. `firstUs` and the evidence are of its counts.
 */
export abstract class PeriodTracker extends Tracker {
  #periodUs = 0
  #periodStartUs = 0
  #eventCount = 0
  #busiestCount = 0

  /** Starts a new period if the current one is over; call it before an event is counted. */
  advance(nowUs: number, periodSeconds: number): void {
    this.#periodUs = periodSeconds * 1e6
    if (this.isReported) this.#advanceReported(nowUs)
    else if (nowUs - this.firstUs > this.#periodUs) this.#startAnew(nowUs)
    this.#eventCount++
  }

  /** Of a count that goes on over many periods the mean of one, which is what thresholds are for. */
  perPeriod(count: number): number {
    return (count * this.#periodUs) / Math.max(this.#periodUs, this.lastUs - this.firstUs)
  }

  /** Sets the counts back to what they are in a new tracker. */
  protected abstract startPeriod(): void

  #advanceReported(nowUs: number): void {
    if (this.#periodStartUs === 0) this.#periodStartUs = this.firstUs
    if (nowUs - this.#periodStartUs <= this.#periodUs) return
    const isQuiet = this.#eventCount < this.#busiestCount * quietShare
    this.#busiestCount = Math.max(this.#busiestCount, this.#eventCount)
    this.#eventCount = 0
    this.#periodStartUs = nowUs
    if (!isQuiet && this.pauseUs <= this.#periodUs) return
    this.endReport()
    this.#startAnew(nowUs)
  }

  #startAnew(nowUs: number): void {
    this.firstUs = nowUs
    this.evidence.clear()
    this.#eventCount = 0
    this.#periodStartUs = 0
    this.#busiestCount = 0
    this.startPeriod()
  }
}

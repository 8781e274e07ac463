import { noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { Tracker, TrackerKey } from './tracker.ts'

export interface TrackerTableOptions<T extends Tracker> {
  readonly traffic: Traffic
  /** Most trackers at once; each detector states what one costs. */
  readonly countMax: number
  /** A tracker without events for longer is forgotten, and a new one starts. */
  readonly forgetAfterSeconds: number
  /** The detector's own class of tracker. */
  readonly tracker: new (
    key: TrackerKey,
    traffic: Traffic,
  ) => T
}

/** The trackers of one detector: bounded, the oldest goes first, and every eviction is counted. */
export class TrackerTable<T extends Tracker> {
  readonly #options: TrackerTableOptions<T>
  readonly #trackers: BoundedMap<number, T>
  /** What was looked up last. */
  #lastNumber = Number.NaN
  #last: T | undefined

  constructor(options: TrackerTableOptions<T>) {
    this.#options = options
    this.#trackers = new BoundedMap({
      countMax: options.countMax,
      isSpared: (tracker) => this.#isSpared(tracker),
    })
  }

  get evictedCount(): number {
    return this.#trackers.evictedCount
  }

  get count(): number {
    return this.#trackers.size
  }

  /**
   * The tracker of this key, a new one where there is none or it is out of date.
   * @param eventUs When the event happened that opens it; now, unless it was judged later.
   */
  open(key: TrackerKey, eventUs = this.#options.traffic.timeUs): T {
    const { traffic } = this.#options
    const number = numberOf(key)
    const known = this.#look(number)
    if (known && this.#isAlive(known)) {
      known.lastUs = eventUs
      known.isTouched = true
      return known
    }
    const tracker = new this.#options.tracker(key, traffic)
    tracker.firstUs = eventUs
    tracker.lastUs = eventUs
    this.#trackers.renew(number, tracker)
    this.#lastNumber = number
    this.#last = tracker
    return tracker
  }

  /** The tracker of this key, if there is one; it does not count as an event. */
  find(key: TrackerKey): T | undefined {
    const tracker = this.#look(numberOf(key))
    return tracker && this.#isAlive(tracker) ? tracker : undefined
  }

  /** Every tracker that is alive, oldest first. */
  *[Symbol.iterator](): Generator<T> {
    for (const tracker of this.#trackers.values()) if (this.#isAlive(tracker)) yield tracker
  }

  /** Packets of one conversation come one after another: the last tracker is wanted again. */
  #look(number: number): T | undefined {
    if (number === this.#lastNumber) return this.#last
    const tracker = this.#trackers.get(number)
    this.#lastNumber = number
    this.#last = tracker
    return tracker
  }

  #isAlive(tracker: T): boolean {
    const { traffic, forgetAfterSeconds } = this.#options
    if (traffic.timeUs - tracker.lastUs > forgetAfterSeconds * 1e6) return false
    return tracker.isCurrent(traffic)
  }

  /** The oldest goes, but one with events since it was last the oldest gets a second chance. */
  #isSpared(tracker: T): boolean {
    if (!tracker.isTouched || !this.#isAlive(tracker)) return false
    tracker.isTouched = false
    return true
  }
}

/**
 * 18 bits a host id (there are at most 139,264) and 16 for the part fit in a double's 53 bits. A wider
 * part (a hash) goes with a single host, and counts down from -1, where no other key is.
 */
function numberOf({ host, peer = noHost, part = 0 }: TrackerKey): number {
  if (part <= 0xffff) return (host * 2 ** 18 + peer + 1) * 2 ** 16 + part
  if (peer !== noHost) throw new RangeError(`the part ${part} of a pair of hosts is above 65,535`)
  return -1 - (host * 2 ** 32 + part)
}

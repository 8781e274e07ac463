import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { KeyIndex } from '../../memory/key-index.ts'
import { RecencyLists } from '../../memory/recency-lists.ts'
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
  evictedCount = 0
  readonly #options: TrackerTableOptions<T>
  readonly #forgetAfterUs: number
  readonly #index: KeyIndex
  /** By slot of the index, as are their ages: in the order in which they were opened. */
  readonly #trackers: T[] = []
  readonly #ages = new RecencyLists(1)

  constructor(options: TrackerTableOptions<T>) {
    this.#options = options
    this.#forgetAfterUs = options.forgetAfterSeconds * 1e6
    const { countMax, traffic } = options
    this.#index = new KeyIndex({ wordCount: 3, keyCountMax: countMax, seed: traffic.seed })
  }

  get count(): number {
    return this.#index.count
  }

  /**
   * The tracker of this key, a new one where there is none or it is out of date.
   * @param eventUs When the event happened that opens it; now, unless it was judged later.
   */
  open(key: TrackerKey, eventUs = this.#options.traffic.timeUs): T {
    const { host, peer = noHost, part = 0 } = key
    const slot = this.#slotOf(host, peer, part)
    if (slot === -1) return this.#add(host, peer, part, eventUs)
    const known = this.#trackers[slot] as T
    if (!this.#isAlive(known)) {
      this.#remove(slot)
      return this.#add(host, peer, part, eventUs)
    }
    known.touch(eventUs)
    return known
  }

  /** The tracker of this key, if there is one; it does not count as an event. */
  find(key: TrackerKey): T | undefined {
    const { host, peer = noHost, part = 0 } = key
    const slot = this.#slotOf(host, peer, part)
    if (slot === -1) return undefined
    const tracker = this.#trackers[slot] as T
    return this.#isAlive(tracker) ? tracker : undefined
  }

  /** Every tracker that is alive, oldest first. */
  *[Symbol.iterator](): Generator<T> {
    for (let slot = this.#ages.oldest(0); slot !== -1; slot = this.#ages.after(slot)) {
      const tracker = this.#trackers[slot] as T
      if (this.#isAlive(tracker)) yield tracker
    }
  }

  #slotOf(host: HostId, peer: HostId, part: number): number {
    const { key } = this.#index
    key[0] = host
    key[1] = peer
    key[2] = part
    return this.#index.find()
  }

  #add(host: HostId, peer: HostId, part: number, eventUs: number): T {
    if (this.#index.isFull) this.#evictOldest()
    const tracker = new this.#options.tracker({ host, peer, part }, this.#options.traffic)
    tracker.firstUs = eventUs
    tracker.lastUs = eventUs
    this.#slotOf(host, peer, part)
    const slot = this.#index.add()
    this.#trackers[slot] = tracker
    this.#ages.touch(slot, 0)
    return tracker
  }

  #isAlive(tracker: T): boolean {
    const { traffic } = this.#options
    return traffic.timeUs - tracker.lastUs <= this.#forgetAfterUs && tracker.isCurrent(traffic)
  }

  /** The oldest goes, but one with events since it was last the oldest gets a second chance. */
  #evictOldest(): void {
    for (;;) {
      const slot = this.#ages.oldest(0)
      const tracker = this.#trackers[slot] as T
      if (!tracker.isTouched || !this.#isAlive(tracker)) {
        this.evictedCount++
        this.#remove(slot)
        return
      }
      tracker.isTouched = false
      this.#ages.touch(slot, 0)
    }
  }

  #remove(slot: number): void {
    this.#ages.remove(slot)
    this.#index.remove(slot)
  }
}

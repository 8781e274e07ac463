import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { Tracker, type TrackerKey } from './tracker.ts'
import { TrackerTable } from './tracker-table.ts'

/** How often something happened to the hosts of its key. */
export class EventTracker extends Tracker {
  count = 0
}

export interface EventCounterOptions {
  /** Most keys at once, at 250 B each. */
  readonly countMax: number
  readonly forgetAfterSeconds: number
  /** Events from which they are reported, and then again at each doubling. */
  readonly eventCountMin: number
}

/** Counts events of one kind for each key, and gives the tracker when it is to be reported. */
export class EventCounter {
  readonly #traffic: Traffic
  readonly #eventCountMin: number
  readonly #trackers: TrackerTable<EventTracker>

  constructor(traffic: Traffic, { eventCountMin, ...bounds }: EventCounterOptions) {
    this.#traffic = traffic
    this.#eventCountMin = eventCountMin
    this.#trackers = new TrackerTable({ traffic, ...bounds, tracker: EventTracker })
  }

  /** The current packet is an event. */
  countPacket(key: TrackerKey): EventTracker | undefined {
    const tracker = this.#open(key)
    tracker.evidence.addPacket(this.#traffic)
    return this.#ifDue(tracker)
  }

  /** A flow is an event, and its first packet the evidence. */
  countFlow(key: TrackerKey, flow: FlowId): EventTracker | undefined {
    const tracker = this.#open(key)
    tracker.evidence.addFlow(this.#traffic, flow)
    return this.#ifDue(tracker)
  }

  #open(key: TrackerKey): EventTracker {
    const tracker = this.#trackers.open(key)
    tracker.count++
    return tracker
  }

  #ifDue(tracker: EventTracker): EventTracker | undefined {
    return tracker.hasDoubled(tracker.count, this.#eventCountMin) ? tracker : undefined
  }
}

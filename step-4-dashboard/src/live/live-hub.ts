import { type FailureLog, Listeners, type Stats } from 'step-3-persistence'
import type { LiveEvent, LiveFeed, LiveStatus } from './live-event.ts'
import { TrafficHistory, type TrafficPoint } from './traffic-history.ts'

/** What a client needs to draw everything at once: after it connects, or missed something. */
export interface Snapshot {
  readonly status: LiveStatus
  readonly stats: Stats
  /** The last minutes of rates, so that a reload does not empty the chart. */
  readonly traffic: readonly TrafficPoint[]
}

export interface LiveHubOptions {
  readonly feed: LiveFeed
  readonly nowMs: () => number
  readonly log: FailureLog
}

export type Subscriber = (events: readonly LiveEvent[]) => void

/**
 * Hands what comes from the feed to every subscriber, at once: the tick of the engine, at most ten
 * a second, is the only clock between a packet and its place on the chart.
 */
export class LiveHub {
  readonly #options: LiveHubOptions
  readonly #history = new TrafficHistory()
  readonly #subscribers: Listeners<readonly LiveEvent[]>
  readonly #unsubscribe: () => void

  constructor(options: LiveHubOptions) {
    this.#options = options
    this.#subscribers = new Listeners({ event: 'live events', log: options.log })
    this.#unsubscribe = options.feed.subscribe((events) => this.#receive(events))
  }

  /** Calls back with what happens until the returned function is called. */
  subscribe(subscriber: Subscriber): () => void {
    return this.#subscribers.add(subscriber)
  }

  snapshot(): Snapshot {
    const status = this.#options.feed.status()
    return { status, stats: status.stats, traffic: this.#history.points() }
  }

  close(): void {
    this.#unsubscribe()
    this.#subscribers.clear()
  }

  #receive(events: readonly LiveEvent[]): void {
    for (const event of events) {
      if (event.name === 'status') this.#history.startRun(event.data.run_id)
      if (event.name === 'stats_update') this.#history.add(event.data, this.#options.nowMs())
    }
    this.#subscribers.dispatch(events)
  }
}

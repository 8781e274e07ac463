import type { Stats } from 'step-3-persistence'
import type { LiveEvent, LiveFeed, LiveStatus } from './live-event.ts'
import { TickBuffer } from './tick-buffer.ts'
import { TrafficHistory, type TrafficPoint } from './traffic-history.ts'

/** Charts may move at 10 Hz; more often only costs the browser. */
export const tickMs = 100

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
  /** Calls back once after so many milliseconds: `setTimeout`, or a test's own clock. */
  readonly later: (callback: () => void, delayMs: number) => void
}

export type Subscriber = (events: readonly LiveEvent[]) => void

/** Takes the events of the feed, merges them to ticks, and hands each tick to every subscriber. */
export class LiveHub {
  readonly #options: LiveHubOptions
  readonly #buffer = new TickBuffer()
  readonly #history = new TrafficHistory()
  readonly #subscribers = new Set<Subscriber>()
  readonly #unsubscribe: () => void
  #isScheduled = false

  constructor(options: LiveHubOptions) {
    this.#options = options
    this.#unsubscribe = options.feed.subscribe((event) => this.#receive(event))
  }

  /** Calls back with the events of each tick until the returned function is called. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber)
    return () => this.#subscribers.delete(subscriber)
  }

  snapshot(): Snapshot {
    const status = this.#options.feed.status()
    return { status, stats: status.stats, traffic: this.#history.points() }
  }

  close(): void {
    this.#unsubscribe()
    this.#subscribers.clear()
  }

  #receive(event: LiveEvent): void {
    if (event.name === 'status') this.#history.startRun(event.data.run_id)
    if (event.name === 'stats_update') this.#history.add(event.data, this.#options.nowMs())
    this.#buffer.add(event)
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#options.later(() => this.#tick(), tickMs)
  }

  #tick(): void {
    this.#isScheduled = false
    const events = this.#buffer.take()
    for (const subscriber of this.#subscribers) subscriber(events)
  }
}

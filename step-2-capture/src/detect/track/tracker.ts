import { HostColumn, type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { Evidence } from './evidence.ts'

/** What a tracker is about: a host, and where it matters another host and a part. */
export interface TrackerKey {
  readonly host: HostId
  readonly peer?: HostId
  /** A port, an interface, or the number of a rule or a hash: at most 32 bits. */
  readonly part?: number
}

/**
 * What a detector remembers of a host, a pair or a service over traffic time (Zeek's SumStats keeps
 * the same: a key, an epoch, a threshold). Each detector adds its counts in a class of its own.
 */
export class Tracker {
  readonly host: HostId
  /** `noHost` when the tracker is about a single host. */
  readonly peer: HostId
  readonly part: number
  firstUs: number
  lastUs: number
  /** Traffic time between the latest event and the one before it. */
  pauseUs = 0
  readonly evidence = new Evidence()
  /** Had an event since eviction last looked at it. */
  isTouched = false
  /** When the two host ids were given out: an id that was reused names another host. */
  readonly #hostSince: number
  readonly #peerSince: number
  #nextCount = 0
  /** Set once it was stated: see `Matter`. */
  settle: (() => void) | undefined

  constructor({ host, peer = noHost, part = 0 }: TrackerKey, traffic: Traffic) {
    this.host = host
    this.peer = peer
    this.part = part
    this.firstUs = traffic.timeUs
    this.lastUs = traffic.timeUs
    this.#hostSince = sinceUs(traffic, host)
    this.#peerSince = sinceUs(traffic, peer)
  }

  /** From the first event to the last, in seconds; never 0, so that rates are finite. */
  get seconds(): number {
    return Math.max((this.lastUs - this.firstUs) / 1e6, 0.001)
  }

  /** True when `count` reaches `minimum`, and then each time that it has doubled. */
  hasDoubled(count: number, minimum: number): boolean {
    if (count < Math.max(this.#nextCount, minimum)) return false
    this.#nextCount = count * 2
    return true
  }

  /** Notes an event. Events may be judged late, and out of order. */
  touch(eventUs: number): void {
    this.pauseUs = Math.max(0, eventUs - this.lastUs)
    this.lastUs = Math.max(this.lastUs, eventUs)
    this.isTouched = true
  }

  /** Whether a count of it has been reported. */
  get isReported(): boolean {
    return this.#nextCount > 0
  }

  /** What was reported is over: it gets its final numbers, and what comes is reported anew. */
  endReport(): void {
    const eventUs = this.lastUs
    this.lastUs = eventUs - this.pauseUs
    this.settle?.()
    this.lastUs = eventUs
    this.#nextCount = 0
  }

  /** Whether the host ids still belong to the hosts that the tracker was made for. */
  isCurrent(traffic: Traffic): boolean {
    return (
      sinceUs(traffic, this.host) === this.#hostSince &&
      sinceUs(traffic, this.peer) === this.#peerSince
    )
  }
}

function sinceUs({ hosts }: Traffic, host: HostId): number {
  return host === noHost ? 0 : hosts.value(host, HostColumn.firstUs)
}

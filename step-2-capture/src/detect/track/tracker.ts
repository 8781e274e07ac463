import { HostColumn } from '../../flow/host-table.ts'
import { OldestEntries } from '../../memory/oldest-entries.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import { Evidence } from './evidence.ts'

/** What a group is about: a host, and where it matters another host, and a port. */
export interface GroupKey {
  readonly host: number
  readonly peer?: number
  /** 0 to 65,535; also a small number of any other meaning. */
  readonly port?: number
}

/** What a detector remembers about a host, a pair or a service; each detector adds its counts. */
export class Group {
  readonly host: number
  /** -1 when the group is about a single host. */
  readonly peer: number
  readonly port: number
  firstUs: number
  lastUs: number
  readonly evidence = new Evidence()
  /** Had an event since eviction last looked at it. */
  isTouched = false
  /** When the two host ids were given out: an id that was reused names somebody else. */
  readonly #hostSince: number
  readonly #peerSince: number
  #dueAt = 0

  constructor({ host, peer = -1, port = 0 }: GroupKey, traffic: Traffic) {
    this.host = host
    this.peer = peer
    this.port = port
    this.firstUs = traffic.timeUs
    this.lastUs = traffic.timeUs
    this.#hostSince = sinceUs(traffic, host)
    this.#peerSince = sinceUs(traffic, peer)
  }

  /** How long the group's events have spread, in seconds; never 0, so that rates are finite. */
  get seconds(): number {
    return Math.max((this.lastUs - this.firstUs) / 1e6, 0.001)
  }

  /** True when `count` reaches `minimum`, and then each time that it has doubled. */
  isDue(count: number, minimum: number): boolean {
    if (count < Math.max(this.#dueAt, minimum)) return false
    this.#dueAt = count * 2
    return true
  }

  /** Whether the host ids still belong to the hosts that the group was made for. */
  isCurrent(traffic: Traffic): boolean {
    return (
      sinceUs(traffic, this.host) === this.#hostSince &&
      sinceUs(traffic, this.peer) === this.#peerSince
    )
  }
}

export interface GroupsOptions<G extends Group> {
  readonly traffic: Traffic
  /** Most groups at once; each detector says what one costs. */
  readonly countMax: number
  /** A group without events for so long is forgotten, and a new one starts. */
  readonly forgetAfterSeconds: number
  readonly create: (key: GroupKey, traffic: Traffic) => G
}

/** The groups of one detector: bounded, oldest out first, and every eviction counted. */
export class Groups<G extends Group> {
  evictedCount = 0
  readonly #options: GroupsOptions<G>
  readonly #groups = new Map<number, G>()
  readonly #oldest = new OldestEntries(this.#groups)
  /** What was looked up last. */
  #lastNumber = -1
  #last: G | undefined

  constructor(options: GroupsOptions<G>) {
    this.#options = options
  }

  get count(): number {
    return this.#groups.size
  }

  /**
   * The group of this key, a new one where there is none or it is out of date.
   * @param eventUs When the event happened that opens it; now, unless it was judged later.
   */
  open(key: GroupKey, eventUs = this.#options.traffic.timeUs): G {
    const { traffic } = this.#options
    const number = numberOf(key)
    const known = this.#look(number)
    if (known && this.#isAlive(known)) {
      known.lastUs = eventUs
      known.isTouched = true
      return known
    }
    // Deleted first, so that a map in order of insertion stays in order of age.
    this.#groups.delete(number)
    if (this.#groups.size >= this.#options.countMax) this.#evictOldest()
    const group = this.#options.create(key, traffic)
    group.firstUs = eventUs
    group.lastUs = eventUs
    this.#groups.set(number, group)
    this.#lastNumber = number
    this.#last = group
    return group
  }

  /** The group of this key, if there is one; it does not count as an event. */
  find(key: GroupKey): G | undefined {
    const group = this.#look(numberOf(key))
    return group && this.#isAlive(group) ? group : undefined
  }

  /** Every group that is alive, oldest first. */
  *[Symbol.iterator](): Generator<G> {
    for (const group of this.#groups.values()) if (this.#isAlive(group)) yield group
  }

  /** Packets of one conversation come one after another: the last group is wanted again. */
  #look(number: number): G | undefined {
    if (number === this.#lastNumber) return this.#last
    const group = this.#groups.get(number)
    this.#lastNumber = number
    this.#last = group
    return group
  }

  #isAlive(group: G): boolean {
    const { traffic, forgetAfterSeconds } = this.#options
    if (traffic.timeUs - group.lastUs > forgetAfterSeconds * 1e6) return false
    return group.isCurrent(traffic)
  }

  /** The oldest goes, but one with events since it was last looked at gets a second chance. */
  #evictOldest(): void {
    this.evictedCount++
    for (;;) {
      const entry = this.#oldest.next()
      if (!entry) return
      const [number, group] = entry
      this.#groups.delete(number)
      this.#lastNumber = -1
      if (!group.isTouched || !this.#isAlive(group)) return
      group.isTouched = false
      this.#groups.set(number, group)
    }
  }
}

function sinceUs({ hosts }: Traffic, host: number): number {
  return host === -1 ? 0 : hosts.value(host, HostColumn.firstUs)
}

/** 18 bits a host id (there are at most 139,264) and 16 for the port fit in a double's 53 bits. */
function numberOf({ host, peer = -1, port = 0 }: GroupKey): number {
  return (host * 2 ** 18 + peer + 1) * 2 ** 16 + port
}

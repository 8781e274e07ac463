import type { HostId } from '../../flow/host-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { DetectionHandle, Matter } from './reporter.ts'

/** Matters that may still grow: 4,096 at some 500 B with what was stated of them are 2 MB. */
export const matterCountMax = 4_096
/** A pause after which what has grown is stated with its final numbers. */
const pauseUs = 5_000_000
/** How often it looks for them: a look at 4,096 matters takes 0.4 ms. */
const lookEveryUs = 2_000_000
/** While a matter goes on, its end is known to a tenth of its span: some 100 revisions in a day. */
const spanShare = 1 / 10
/** What has not grown for an hour is over: its trackers have forgotten it. */
const forgetAfterUs = 3_600_000_000

/** The latest statement about a matter. */
export interface Stated {
  readonly handle: DetectionHandle
  readonly detector: string
  readonly kind: string
  readonly source: HostId
  readonly target: HostId | null
  readonly targetPort: number | undefined
  readonly targetGroup: string | undefined
  /** States it again, with what is known by now. */
  readonly restate: (() => void) | undefined
}

interface Growing extends Stated {
  readonly firstUs: number
  readonly eventUs: number
  readonly statedUs: number
}

/** What a statement is about. */
export type About = Pick<Stated, 'kind' | 'source' | 'target' | 'targetPort' | 'targetGroup'>

/**
 * What was stated and may grow. A detector states a matter when its count is reached and at each
 * doubling, which is one detection in further revisions; this states it again in between and at its
 * end, so that the last revision has the numbers of the whole.
 */
export class Growth {
  readonly #growing = new BoundedMap<Matter, Growing>({ countMax: matterCountMax })
  /** How many matters each host is part of: most hosts that are forgotten are part of none. */
  readonly #countOf = new Map<HostId, number>()

  #isRestating = false
  #lookedUs = 0

  /**
   * What was stated of this matter, if this states it further: the same between the same. What is
   * stated again is, whatever the current packet is about.
   */
  stated(matter: Matter | undefined, about: About): Stated | undefined {
    const known = matter && this.#growing.get(matter)
    if (known?.kind !== about.kind) return undefined
    return this.#isRestating || isBetweenTheSame(known, about) ? known : undefined
  }

  add(matter: Matter, stated: Stated, nowUs: number): void {
    const known = this.#growing.get(matter)
    const numbers = { firstUs: known?.firstUs ?? matter.lastUs, eventUs: matter.lastUs }
    if (known) this.#count(known, -1)
    this.#growing.set(matter, { ...stated, ...numbers, statedUs: nowUs })
    this.#count(stated, 1)
    matter.settle = () => this.#settle(matter)
  }

  onTick(nowUs: number): void {
    if (nowUs - this.#lookedUs < lookEveryUs) return
    this.#lookedUs = nowUs
    for (const [matter, growing] of this.#growing) {
      const { firstUs, eventUs, statedUs } = growing
      if (matter.lastUs > eventUs) {
        const waitUs = Math.max(pauseUs, (matter.lastUs - firstUs) * spanShare)
        if (nowUs - statedUs >= waitUs) this.#restate(growing)
      } else if (nowUs - statedUs > forgetAfterUs) this.#drop(matter, growing)
    }
  }

  /** A detector watches no more. */
  dismiss(detector: string): void {
    for (const [matter, growing] of this.#growing) {
      if (growing.detector === detector) this.#settle(matter)
    }
  }

  onEnd(): void {
    for (const [matter] of this.#growing) this.#settle(matter)
  }

  /** The id of this host will be another's: what is known of it is stated now. */
  onHostEvict(host: HostId): void {
    if (!this.#countOf.has(host)) return
    for (const [matter, growing] of this.#growing) {
      if (growing.source === host || growing.target === host) this.#settle(matter)
    }
  }

  #settle(matter: Matter): void {
    const growing = this.#growing.get(matter)
    if (!growing) return
    this.#restate(growing)
    this.#drop(matter, this.#growing.get(matter) ?? growing)
  }

  #restate({ restate }: Growing): void {
    this.#isRestating = true
    restate?.()
    this.#isRestating = false
  }

  #drop(matter: Matter, growing: Growing): void {
    this.#growing.delete(matter)
    this.#count(growing, -1)
    matter.settle = undefined
  }

  #count({ source, target }: Stated, by: 1 | -1): void {
    for (const host of target === null || target === source ? [source] : [source, target]) {
      const count = (this.#countOf.get(host) ?? 0) + by
      if (count === 0) this.#countOf.delete(host)
      else this.#countOf.set(host, count)
    }
  }
}

function isBetweenTheSame(one: About, other: About): boolean {
  return (
    one.source === other.source &&
    one.target === other.target &&
    one.targetPort === other.targetPort &&
    one.targetGroup === other.targetGroup
  )
}

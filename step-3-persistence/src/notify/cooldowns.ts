/** Groups whose cooldown is remembered; at 200 B each they take 2 MB. */
export const groupCountMax = 10_000

interface ToldGroup {
  /** When the next message may be sent, in wall-clock milliseconds. */
  readonly untilMs: number
  /** What the alert was in its last message. */
  readonly count: number
  readonly rank: number
  /** Whether something came since. */
  readonly isHeld: boolean
}

export interface GroupState {
  readonly alertId: string
  readonly count: number
  readonly rank: number
}

export interface HeldGroup {
  readonly alertId: string
  /** The count of the alert in its last message. */
  readonly toldCount: number
}

/**
 * Which message was sent last, and until when the group is silent. The first of a group is sent at
 * once, and so is a rise in severity; everything else is held until the cooldown is over, then
 * sent as one digest. Each group has its own cooldown, so a noisy one silences no other.
 */
export class Cooldowns {
  /** By alert id; the group with the oldest message is the first, and leaves first. */
  readonly #groups = new Map<string, ToldGroup>()
  /** Those that had to leave early, until the next `takeDue`. */
  readonly #evicted: HeldGroup[] = []

  /** Detections to tell of now (0 is a first time), or undefined when they are held. */
  note({ alertId, count, rank }: GroupState, nowMs: number): number | undefined {
    const told = this.#groups.get(alertId)
    if (!told) return 0
    if (nowMs >= told.untilMs || rank > told.rank) return Math.max(0, count - told.count)
    if (!told.isHeld) this.#groups.set(alertId, { ...told, isHeld: true })
    return undefined
  }

  /** A message was sent: silence until `untilMs`. */
  told({ alertId, count, rank }: GroupState, untilMs: number): void {
    this.#groups.delete(alertId)
    this.#groups.set(alertId, { untilMs, count, rank, isHeld: false })
    if (this.#groups.size <= groupCountMax) return
    const [oldest] = this.#groups
    if (!oldest) return
    this.#groups.delete(oldest[0])
    if (oldest[1].isHeld) this.#evicted.push({ alertId: oldest[0], toldCount: oldest[1].count })
  }

  /** Takes the groups of which something was held, and whose cooldown is over or was cut short. */
  takeDue(nowMs: number): HeldGroup[] {
    const due = this.#evicted.splice(0)
    for (const [alertId, { untilMs, isHeld, count }] of this.#groups) {
      if (nowMs < untilMs) continue
      this.#groups.delete(alertId)
      if (isHeld) due.push({ alertId, toldCount: count })
    }
    return due
  }
}

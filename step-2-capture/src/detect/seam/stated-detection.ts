import type { Detection } from './detection.ts'
import type { DetectionHandle } from './reporter.ts'
import { grown, type Standing, standingOf } from './standing.ts'

/** What an update cannot change. */
export type Identity = Pick<
  Detection,
  'detection_id' | 'source' | 'target' | 'target_port' | 'target_group' | 'community_id'
>

/** What a log keeps of a detection that may be updated: some 300 B, as long as its detector keeps it. */
export class StatedDetection implements DetectionHandle {
  readonly detectionId: string
  readonly kind: string
  readonly identity: Identity
  #standing: Standing
  #title: string

  constructor(detection: Detection) {
    const { detection_id, kind, source, target, target_port, target_group, community_id, title } =
      detection
    this.detectionId = detection_id
    this.kind = kind
    this.identity = { detection_id, source, target, target_port, target_group, community_id }
    this.#standing = standingOf(detection)
    this.#title = title
  }

  /** The next revision, or undefined where it would say nothing new. */
  next(now: Detection): Detection | undefined {
    const standing = grown(this.#standing, now)
    if (now.title === this.#title && !isFurther(standing, this.#standing)) return undefined
    this.#standing = standing
    this.#title = now.title
    return { ...now, ...standing }
  }
}

function isFurther(next: Standing, before: Standing): boolean {
  return (
    next.severity !== before.severity ||
    next.score !== before.score ||
    next.confidence !== before.confidence ||
    next.first_seen_epoch !== before.first_seen_epoch ||
    next.last_seen_epoch !== before.last_seen_epoch
  )
}

import { type Detection, severityRank } from '../detect/seam/detection.ts'
import { BoundedMap } from '../memory/bounded-map.ts'
import type { AttackMark } from './attack-mark.ts'

/** From here on a detection says that traffic is an attack, not only that it is odd. */
const attackSeverity = 'medium'
/** 4,096 detections that were counted, at some 100 B; what is revised after them counts again. */
export const countedMarkMax = 4_096

/**
 * The kinds of attack that behaviours and signatures stated of some traffic, so that a model is not
 * taught an attack as ordinary. Models do not count: they are what is taught. One entry a kind.
 */
export class AttackMarks {
  readonly #marks = new Map<string, AttackMark>()
  /** A statement may reach the severity only in a later revision, and has further ones. */
  readonly #counted = new BoundedMap<string, true>({ countMax: countedMarkMax })

  note({ detection_id: id, family, kind, severity, last_seen_epoch }: Detection): void {
    if (family === 'model' || severityRank(severity) < severityRank(attackSeverity)) return
    const known = this.#marks.get(kind)
    const isCounted = this.#counted.has(id)
    if (!isCounted) this.#counted.set(id, true)
    this.#marks.set(kind, {
      kind,
      detections: (known?.detections ?? 0) + (isCounted ? 0 : 1),
      last_seen_epoch: Math.max(known?.last_seen_epoch ?? 0, last_seen_epoch),
    })
  }

  /** The kinds that were seen at this traffic time or later, the most frequent first. */
  since(epochSeconds: number): AttackMark[] {
    return [...this.#marks.values()]
      .filter(({ last_seen_epoch }) => last_seen_epoch >= epochSeconds)
      .sort((a, b) => b.detections - a.detections)
  }
}

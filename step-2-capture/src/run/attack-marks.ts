import { type Detection, severityRank } from '../detect/seam/detection.ts'
import type { AttackMark } from './attack-mark.ts'

/** From here on a detection says that traffic is an attack, not only that it is odd. */
const attackSeverity = 'medium'

/**
 * The kinds of attack that behaviours and signatures stated of some traffic, so that a model is not
 * taught an attack as ordinary. Models do not count: they are what is taught. One entry a kind.
 */
export class AttackMarks {
  readonly #marks = new Map<string, AttackMark>()

  note({ family, kind, severity, revision, last_seen_epoch }: Detection): void {
    if (family === 'model' || severityRank(severity) < severityRank(attackSeverity)) return
    const known = this.#marks.get(kind)
    this.#marks.set(kind, {
      kind,
      // A statement may reach the severity only in a later revision.
      detections: (known?.detections ?? 0) + (revision === 1 || !known ? 1 : 0),
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

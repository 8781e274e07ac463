import { z } from '@hono/zod-openapi'
import { type Detection, severityRank } from '../detect/seam/detection.ts'

/** From here on a detection says that traffic is an attack, not only that it is odd. */
const attackSeverity = 'medium'

export const attackMark = z
  .object({
    kind: z.string(),
    /** How many detections of that kind. */
    detections: z.number().int(),
    /** Traffic time of the newest, epoch seconds. */
    last_seen_epoch: z.number(),
  })
  .openapi('AttackMark')
export type AttackMark = z.infer<typeof attackMark>

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

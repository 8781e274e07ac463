import type { Traffic as Readable } from '../../flow/traffic.ts'
import type { DetectionDraft } from './detection-draft.ts'

/** Traffic as a detector sees it that states its detections itself. */
export interface Traffic extends Readable {
  emit(draft: DetectionDraft): void
}

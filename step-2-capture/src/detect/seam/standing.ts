import { type Detection, graver } from './detection.ts'

/** What an update of a detection can only raise or widen, and which revision it is. */
export type Standing = Pick<
  Detection,
  | 'revision'
  | 'severity'
  | 'score'
  | 'confidence'
  | 'first_seen'
  | 'first_seen_epoch'
  | 'last_seen'
  | 'last_seen_epoch'
>

export function standingOf(detection: Detection): Standing {
  const { revision, severity, score, confidence } = detection
  const { first_seen, first_seen_epoch, last_seen, last_seen_epoch } = detection
  const span = { first_seen, first_seen_epoch, last_seen, last_seen_epoch }
  return { revision, severity, score, confidence, ...span }
}

/**
 * The next revision. It takes back nothing: a reader who missed the revisions between knows from the
 * latest one as much as a reader of all, so an alert is the same whichever of them arrive.
 */
export function grown(before: Standing, now: Standing): Standing {
  const { first_seen, first_seen_epoch } =
    before.first_seen_epoch < now.first_seen_epoch ? before : now
  const { last_seen, last_seen_epoch } = before.last_seen_epoch > now.last_seen_epoch ? before : now
  return {
    revision: before.revision + 1,
    severity: graver(before.severity, now.severity),
    score: Math.max(before.score, now.score),
    confidence: Math.max(before.confidence, now.confidence),
    ...{ first_seen, first_seen_epoch, last_seen, last_seen_epoch },
  }
}

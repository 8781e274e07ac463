import { createHash } from 'node:crypto'
import type { Detection } from 'step-2-capture'

/** A DNS name has at most 253 characters; a longer part is cut and told apart by its hash. */
export const partLengthMax = 255

/**
 * The key that detections are grouped by, as shown to the user. It starts with its version, so
 * that a later way of grouping never mixes with this one. The capture belongs to it: simulated,
 * replayed and live traffic never share a group. `|` and `\` inside a part are escaped by `\`.
 */
export function groupKey(detection: Detection): string {
  const { kind, source, target_group, capture } = detection
  return ['v1', kind, source, target_group, capture.source, capture.name].map(escapePart).join('|')
}

/** The id of the group's alert: it fits a URL, and is the same on every machine and run. */
export function alertIdOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 24)
}

function escapePart(part: string): string {
  return shorten(part).replaceAll('\\', '\\\\').replaceAll('|', '\\|')
}

function shorten(part: string): string {
  if (part.length <= partLengthMax) return part
  const hash = createHash('sha256').update(part).digest('hex').slice(0, 16)
  return `${part.slice(0, partLengthMax - hash.length - 1)}~${hash}`
}

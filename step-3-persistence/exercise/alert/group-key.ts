import { createHash } from 'node:crypto'
import { type Detection, yourTurn } from 'step-2-capture'

/*
 * Your task: the key that makes one alert of many detections. The same group must have the same key
 * on every machine and run; two groups must never share one, whatever their names are made of.
 */

/** A DNS name has at most 253 characters; a longer part is cut and told apart by its hash. */
export const partLengthMax = 255

/**
 * The key: `v1`, kind, source, target group, and of the capture its source and its name, with `|`
 * between: `v1|port_scan|10.0.0.5|10.0.0.9|pcap|scan.pcap`.
 *
 * Names come from the network, so a part may hold `|` itself: put `\` before each `\` and each `|`
 * of a part. A part of more than `partLengthMax` characters is cut first: to its beginning, `~`,
 * and the first 16 hex digits of the SHA-256 of the whole part, together `partLengthMax` long.
 */
export function groupKey(_detection: Detection): string {
  throw yourTurn('group-key', 'step 3: groupKey()')
}

/** The id of the group's alert: the first 24 hex digits of the SHA-256 of its key. */
export function alertIdOf(_key: string): string {
  throw yourTurn('group-key', 'step 3: alertIdOf()')
}

/** SHA-256 of a text, in hex digits. This is complete. */
function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

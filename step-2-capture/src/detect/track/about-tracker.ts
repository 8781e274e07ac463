import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { PacketReference, Reason } from '../seam/detection.ts'
import type { Tracker } from './tracker.ts'

/** What a statement about a tracker takes from it: who, to whom, since when, and the packets. */
export interface AboutTracker {
  readonly source: HostId
  readonly target: HostId | null
  readonly firstUs: number
  readonly lastUs: number
  readonly matter: Tracker
  readonly evidence: readonly PacketReference[]
}

/** The tracker's host as the source, and its peer, if it has one, as the target. */
export function about(tracker: Tracker): AboutTracker {
  return {
    source: tracker.host,
    target: tracker.peer === noHost ? null : tracker.peer,
    firstUs: tracker.firstUs,
    lastUs: tracker.lastUs,
    matter: tracker,
    evidence: tracker.evidence.toReferences(),
  }
}

/** A count beside the limit that it passed; two digits after the point. */
export function countReason(
  feature: string,
  actual: number,
  { typical, unit }: { readonly typical: number; readonly unit: string },
): Reason {
  return { feature, actual: Math.round(actual * 100) / 100, typical, unit }
}

import type { HostId } from '../../flow/host-rows.ts'
import type { PacketReference, Reason, Severity } from '../seam/detection.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { Tracker } from './tracker.ts'

export interface GroupFinding {
  readonly detector: string
  readonly kind: DetectionKind
  readonly severity: Severity
  readonly score: number
  readonly confidence: number
  readonly title: string
  readonly reasons: readonly Reason[]
  /** The group's host by default. */
  readonly source?: HostId
  /** The group's peer by default, if it has one. */
  readonly target?: HostId | null
  readonly targetPort?: number
  readonly targetGroup?: string
  /** The group's first event by default. */
  readonly firstUs?: number
  /** The group's by default. */
  readonly evidence?: readonly PacketReference[]
}

/** States what was found about a group, with the group's evidence. */
export function reportGroup(traffic: Traffic, group: Tracker, finding: GroupFinding): void {
  traffic.emit({
    source: group.host,
    target: group.peer === -1 ? null : group.peer,
    firstUs: group.firstUs,
    evidence: group.evidence.toReferences(),
    ...finding,
  })
}

/** A count beside the most that is usual. */
export function countReason(
  feature: string,
  actual: number,
  { typical, unit }: { typical: number; unit: string },
): Reason {
  return { feature, actual: Math.round(actual * 100) / 100, typical, unit }
}

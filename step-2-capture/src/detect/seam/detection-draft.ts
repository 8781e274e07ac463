import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { PacketReference, Reason, Severity, Technique } from './detection.ts'

/** What is the same for all detections of a kind. Each detector declares its kinds beside its rule. */
export interface DetectionKind {
  /** Stable name, for example `vertical_port_scan`. */
  readonly kind: string
  /** MITRE ATT&CK technique (https://attack.mitre.org), or null where none fits. */
  readonly technique: Technique | null
  /** What the person who reads the alert should do next. */
  readonly recommendation: string
}

/** A detection as a detector states it; the engine adds the id, the times as text and the capture. */
export interface DetectionDraft {
  readonly detector: string
  readonly kind: DetectionKind
  readonly severity: Severity
  readonly score: number
  readonly confidence: number
  /** Host id of the accused. */
  readonly source: HostId
  /** Host id of the target, or null when there are many or none. */
  readonly target: HostId | null
  readonly targetPort?: number
  /** What detections are grouped by beside kind and source; the target by default. */
  readonly targetGroup?: string
  /** The flow that it is about; by default the one at hand, if it is between the two. */
  readonly flow?: FlowId
  readonly firstUs: number
  readonly title: string
  readonly reasons: readonly Reason[]
  readonly evidence: readonly PacketReference[]
  /** Of learned models only. */
  readonly model?: { rawScore: number; threshold: number; version: string }
}

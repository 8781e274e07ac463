import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { PacketReference, Reason, Severity, Technique } from './detection.ts'
import type { SideReport } from './side-report.ts'

/** The names in braces of a title. */
type NamesIn<Title extends string> = Title extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never
/** Names that the engine fills in by itself, from the statement. */
type FilledName = 'source' | 'target' | 'target_port'

/** What a title's names stand for; a number gets its thousands apart. */
export type TitleValues<Title extends string> = string extends Title
  ? Readonly<Record<string, string | number>>
  : { readonly [Name in Exclude<NamesIn<Title>, FilledName>]: string | number }

interface KindOf<Id extends string = string, Title extends string = string> {
  readonly id: Id
  readonly title: Title
}

/** One detection as a detector states it; the engine adds the id, the times as text and the capture. */
export type Statement<Kind extends KindOf = KindOf> =
  Kind extends KindOf<infer Id, infer Title>
    ? StatementFields & { readonly kind: Id; readonly values: TitleValues<Title> }
    : never

interface StatementFields {
  readonly severity: Severity
  /** 0 to 1, higher is stranger. */
  readonly score: number
  /** 0 to 1: how sure the detector is that the sentence is true. */
  readonly confidence: number
  /** Who did it. */
  readonly source: HostId
  /** To whom; null when there are many or none. */
  readonly target: HostId | null
  readonly targetPort?: number
  /** What detections are grouped by beside kind and source; the target by default. */
  readonly targetGroup?: string
  /** The flow that it is about; by default the current one, if it is between the two. */
  readonly flow?: FlowId
  /** Traffic time of the first event that it rests on. */
  readonly firstUs: number
  /** Traffic time of the last one; now by default. */
  readonly lastUs?: number
  /** What it is about, if that may grow: see `restate`. */
  readonly matter?: Matter
  /** States the matter once more: called while it grows and at its end, for its final numbers. */
  readonly restate?: () => void
  /** Programs at work do the same: its packets are not called bad. */
  readonly isPerhapsOrdinary?: boolean
  /** It says that something did not answer or did not happen, which a capture may just lack. */
  readonly restsOnSilence?: boolean
  /** What stands behind its sentence; set by the engine. */
  readonly remark?: string
  /** Port of the packets that it is about; `targetPort` by default. */
  readonly packetPort?: number
  /** IP protocol of the packets that it is about, 0 for ARP; all by default. */
  readonly protocol?: number
  /** The network card that sends what it is about, whatever address the packets claim to be from. */
  readonly device?: HostId
  /** The IP protocol of a flood: what reaches its target is bad, from any address. */
  readonly floods?: number
  readonly reasons: readonly Reason[]
  /** The kind's by default; of signatures the rule's. */
  readonly technique?: Technique | null
  readonly recommend?: string
  readonly evidence: readonly PacketReference[]
  /** Of learned models only. */
  readonly model?: {
    readonly rawScore: number
    readonly threshold: number
    readonly version: string
  }
}

/** What a detector keeps of something that it states and that may grow: a tracker, as a rule. */
export interface Matter {
  /** Traffic time of the latest event. */
  readonly lastUs: number
  /** States what has grown, and parts with it: for the detector to call before it counts anew. */
  settle: (() => void) | undefined
}

/** A detection that was stated, to be updated. */
export interface DetectionHandle {
  readonly detectionId: string
}

/** Where a detector states what it finds. */
export interface Reporter<Kind extends KindOf = KindOf> {
  /** States something; of a matter that was stated between the same hosts, it is the next revision. */
  emit(statement: Statement<Kind>): DetectionHandle
  /**
   * States the same detection again, with what is known now: same id, next revision, if it says
   * anything new. Source, target, port, group and flow stay as first stated; severity, score and
   * confidence never fall, and the span only grows. @throws Error when the kind is another
   */
  update(handle: DetectionHandle, statement: Statement<Kind>): void
  /** Lets a view read what the detector measures beside its detections. */
  offer<T>(report: SideReport<T>, read: () => T): void
}

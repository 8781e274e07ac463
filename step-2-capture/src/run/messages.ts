import type { RingLimits } from '../capture/ring/ring-folder.ts'
import type { FlowsSpec, SourceSpec } from '../capture/source-spec.ts'
import type { Settings } from '../detect/config/settings.ts'
import type { RiskPage, RiskQuery } from '../detect/fuse/host-risk-record.ts'
import type { Detection } from '../detect/seam/detection.ts'
import type { RuleTexts } from '../detect/user-rules/load-rules.ts'
import type { AttackMark } from './attack-mark.ts'
import type { BotnetFindings } from './botnet/botnet-stats.ts'
import type { Failure } from './failure.ts'
import type { FlowPage, FlowQuery } from './flow-record.ts'
import type { FlowBatch } from './flow-report.ts'
import type { PacketRow, Stats, Status } from './status.ts'
import type { Timeline } from './traffic-timeline.ts'
import type { WindowPage, WindowQuery } from './window-record.ts'

/** What the engine's thread is started with. */
export interface EngineTask {
  readonly spec: SourceSpec | FlowsSpec
  /** The run and its start: it tells detections of different starts apart. */
  readonly startId: string
  /** Seeds the hashes; it never changes a result. */
  readonly seed: number
  /** The state of the model of host windows, or null. */
  readonly model: unknown
  /** Name of the machine that sees the traffic. */
  readonly sensor: string
  /** What is set of the detectors; the rest has its default. */
  readonly settings: Settings
  /** The user's rules, or null. */
  readonly rules?: RuleTexts | null
  /** Where the files of the run go, or null for none. */
  readonly files: RunFolders | null
  /** Whether its ticks bring the flows that ended. */
  readonly reportsFlows?: boolean
  /** Where the packets of a live capture are kept for a while, or null for nowhere. */
  readonly ring: RingLimits | null
  /** The traffic of its earlier starts, with which its timeline goes on. */
  readonly timeline?: Timeline
}

export interface RunFolders {
  readonly logFolder: string
  readonly resultsFolder: string
}

/** Everything that happened since the last tick; a tick is sent at most every 100 ms. */
export interface Tick {
  readonly stats: Stats
  readonly buffers: Status['buffers']
  readonly progress: number | null
  /** The newest packets since the last tick, at most 200, oldest first. */
  readonly packets: readonly PacketRow[]
  /** Stated or updated since the last tick: each once, in its latest revision. */
  readonly detections: readonly Detection[]
  /** Flows that ended, or are open for long; only where the task asks for them. */
  readonly flows?: FlowBatch | undefined
  /** The traffic of the whole run; only once a second, and where `isWhole`. */
  readonly timeline?: Timeline | undefined
  /** Whether it counts nothing that a later start reads again: the end of a file, or of the run. */
  readonly isWhole: boolean
  /** What could not be written to disk, and why. */
  readonly problems: readonly string[]
}

/** The newest windows, at most `count`, and none that began longer ago than `minutes` of traffic. */
export interface WindowRowsQuery {
  readonly count: number
  readonly minutes?: number
}

/** A host window with its numbers as models take them. */
export interface KeptWindow {
  readonly host: string
  readonly startUs: number
  readonly endUs: number
  /** One number for each of `hostFeatures`. */
  readonly row: Float64Array
}

/** Windows to learn from or to judge, the oldest first, and the attacks that were stated meanwhile. */
export interface KeptWindows {
  readonly windows: readonly KeptWindow[]
  readonly attacks: readonly AttackMark[]
}

export interface Queries {
  flows: { query: FlowQuery; answer: FlowPage }
  windows: { query: WindowQuery; answer: WindowPage }
  risk: { query: RiskQuery; answer: RiskPage }
  botnet: { query: Record<string, never>; answer: BotnetFindings }
  windowRows: { query: WindowRowsQuery; answer: KeptWindows }
}

/** What is other from the next packet on: settings, the user's rules, or the model (null: none). */
export type EngineChange =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'rules'; readonly rules: RuleTexts | null }
  | { readonly kind: 'model'; readonly model: unknown }

export type ToEngine =
  | { readonly kind: 'stop' }
  /** A tick was taken in; the next may be sent. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'change'; readonly change: EngineChange }
  | { readonly kind: 'query'; readonly id: number; readonly question: Question }

export type Question = {
  [Name in keyof Queries]: { readonly name: Name; readonly query: Queries[Name]['query'] }
}[keyof Queries]

export type FromEngine =
  /** The source is open: its first bytes have come. */
  | { readonly kind: 'running' }
  /** The process that captures, so that it can be ended if this thread is. */
  | { readonly kind: 'child'; readonly pid: number }
  | { readonly kind: 'tick'; readonly tick: Tick }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  /** Everything was judged and reported; questions are still answered. */
  | { readonly kind: 'ended'; readonly failure: Failure | null }

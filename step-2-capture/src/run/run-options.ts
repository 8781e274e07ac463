import type { SourceSpec } from '../capture/source-spec.ts'
import type { Detection } from '../detect/seam/detection.ts'
import type { FlowBatch } from './flow-report.ts'
import type { EngineTask } from './messages.ts'
import type { StoredRun } from './run-record.ts'
import type { PacketRow } from './status.ts'

/** What a start needs, before it has a name. */
export type PreparedTask = Omit<EngineTask, 'startId' | 'timeline'>

/** What of a run has changed. */
export interface RunListener {
  /** @param startId The run and the start: an engine numbers its detections from the beginning. */
  onDetections(detections: readonly Detection[], startId: string): void
  /** Flows that ended, or are open for long. */
  onFlows(flows: FlowBatch, startId: string): void
  onPackets(packets: readonly PacketRow[]): void
  onStats(): void
  onState(): void
}

export interface RunOptions {
  readonly id: string
  readonly spec: SourceSpec
  readonly now: () => Date
  /** Makes ready what is needed, at each start. @throws AppError why it cannot be started */
  readonly prepare: (spec: SourceSpec) => Promise<PreparedTask>
  readonly listener: RunListener
  /** What it counted before the server was started. */
  readonly before?: StoredRun | undefined
}

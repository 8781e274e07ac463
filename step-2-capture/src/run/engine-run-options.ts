import type { ChunkSink } from '../capture/chunk-sink.ts'
import type { FileSource, PacketSource } from '../capture/packet-source.ts'
import type { ChosenDetectors } from './chosen-detectors.ts'
import type { FromEngine } from './messages.ts'
import type { RunOptions } from './run-capture.ts'
import type { RunFiles } from './run-files.ts'
import type { Timeline } from './traffic-timeline.ts'

export interface EngineRunOptions {
  readonly source: PacketSource | FileSource
  readonly chosen: ChosenDetectors
  /** Name of the machine that sees the traffic. */
  readonly sensor: string
  readonly seed: number
  readonly files: RunFiles
  readonly pace?: NonNullable<RunOptions['pace']>
  /** Take each chunk beside the engine. */
  readonly sinks?: readonly ChunkSink[]
  /** Whether the ticks bring the flows that ended; not by default. */
  readonly reportsFlows?: boolean
  /** The traffic of its earlier starts. */
  readonly timeline?: Timeline | undefined
  readonly nowMs: () => number
  readonly post: (message: FromEngine) => void
}

import type { FlowsSpec, StreamSpec } from '../capture/source-spec.ts'
import type { Failure } from '../run/failure.ts'

/** What the thread that trains is started with: plain data. */
export interface TrainingTask {
  readonly sources: readonly (StreamSpec | FlowsSpec)[]
  /** Windows of the run, to learn from beside those of the sources. */
  readonly rows: readonly Float64Array[]
  /** The kind of source that the rows come from. */
  readonly rowSource: 'live' | 'pcap' | 'simulate'
  readonly algorithm: string
  readonly contamination: number
  readonly seed: number
  readonly sampleRate: number
  readonly modelName: string
  /** When the model is said to be trained, epoch milliseconds. */
  readonly nowMs: number
}

export type FromTraining =
  | { readonly kind: 'progress'; readonly progress: number }
  /** The bundle of the model. */
  | { readonly kind: 'done'; readonly bundle: unknown }
  | { readonly kind: 'failed'; readonly failure: Failure }

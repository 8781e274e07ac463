import type { FlowsSpec, StreamSpec } from '../capture/source-spec.ts'
import type { Settings } from '../detect/config/settings.ts'
import type { SourceKind } from '../pcap/source-kind.ts'
import type { AttackMark } from '../run/attack-mark.ts'
import type { Failure } from '../run/failure.ts'

/** What the thread that trains is started with: plain data. */
export interface TrainingTask {
  readonly sources: readonly (StreamSpec | FlowsSpec)[]
  /** Windows of a run, to learn from beside those of the sources. */
  readonly rows: readonly Float64Array[]
  /** What was stated in that run of the traffic of these windows. */
  readonly attacks: readonly AttackMark[]
  /** The run; null where nothing is learned from one. */
  readonly runId: string | null
  /** The kind of traffic, and what it is called. */
  readonly source: SourceKind
  readonly captures: readonly string[]
  readonly algorithm: string
  readonly contamination: number
  readonly seed: number
  readonly sampleRate: number
  readonly modelName: string
  /** What is set of the detectors, which look for attacks in the sources. */
  readonly settings: Settings
  /** When the model is said to be trained, epoch milliseconds. */
  readonly nowMs: number
}

/** What comes of a training. */
export interface Trained {
  /** Of the model. */
  readonly bundle: unknown
  /** Windows, or sequences of windows, that it learned from. */
  readonly learned: number
  readonly heldOut: readonly Float64Array[]
  readonly dataHash: string
  /** What detectors stated of what it learned from; null where attacks are what is learned. */
  readonly attacks: readonly AttackMark[] | null
}

export type FromTraining =
  | { readonly kind: 'progress'; readonly progress: number }
  | { readonly kind: 'done'; readonly trained: Trained }
  | { readonly kind: 'failed'; readonly failure: Failure }

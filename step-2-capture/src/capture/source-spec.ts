import type { SourceKind } from '../pcap/source-kind.ts'
import type { FlowInput } from './flow-input.ts'
import type { Delivery } from './live.ts'

/**
 * A packet source as plain data, so that it can be sent to the worker thread which opens it.
 * It is checked when it is made: paths lie where they may, interfaces and filters are real.
 */
export type SourceSpec = CaptureFileSpec | CaptureFolderSpec | LiveSpec | SimulateSpec

/** What is one stream of bytes: all but the folder, in which one file comes after another. */
export type StreamSpec = Exclude<SourceSpec, CaptureFolderSpec>

/** What is stamped on records: what comes from a watched folder are packets of capture files. */
export function kindOfRecords({ kind }: Pick<SourceSpec, 'kind'>): SourceKind {
  return kind === 'folder' ? 'pcap' : kind
}

export interface CaptureFileSpec {
  readonly kind: 'pcap'
  /** What people call the file; it is data, never a path. */
  readonly name: string
  readonly path: string
  /** A file that the user named may be a link; one that was found by its id may not. */
  readonly links: 'follow' | 'refuse'
  /** Replay at this multiple of traffic time; without it as fast as possible. */
  readonly speed?: number
}

/** A folder in which captures arrive: each that is finished is read, until a person stops it. */
export interface CaptureFolderSpec {
  readonly kind: 'folder'
  /** The folder as people named it. */
  readonly name: string
  /** Absolute, with every link in it followed. */
  readonly path: string
  /** Where it is written down what was read of it. */
  readonly seenPath: string
}

export interface LiveSpec {
  readonly kind: 'live'
  /** The interface. */
  readonly name: string
  /** A filter in tcpdump's language that was compiled before; empty for everything. */
  readonly filter: string
  /** Bytes kept of each packet. */
  readonly snapLength: number
  readonly delivery: Delivery
  /** Absolute path of tcpdump. */
  readonly program: string
}

export interface SimulateSpec {
  readonly kind: 'simulate'
  /** The scenario. */
  readonly name: string
  readonly seed: number
  readonly durationSeconds?: number
  readonly speed?: number
}

/** Flow records that are judged apart from the run: no source that a person starts. */
export interface FlowsSpec {
  readonly kind: 'flows'
  readonly name: string
  readonly flows: readonly FlowInput[]
}

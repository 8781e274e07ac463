import type { AppError } from 'step-1-skeleton/errors'
import type { SourceKind } from '../pcap/source-kind.ts'

// #region seam
/**
 * The seam of capture: whatever the origin, it is a stream of capture-file bytes (pcap or pcapng),
 * so a file, tcpdump's pipe and the simulator all go through the one reader.
 */
export interface PacketSource {
  readonly kind: SourceKind
  /** The file's name, the interface or the scenario. */
  readonly name: string
  /** Bytes to come, when that is known: it gives a command its progress bar. */
  readonly byteCount?: number | undefined
  /** The same once they are unpacked: what was judged of them is the progress of a run. */
  readonly unpackedByteCount?: number | undefined
  /**
   * The bytes, cut anywhere; a chunk is valid until the next is asked for. Ends when the capture
   * ends or soon after `signal` aborts, and then still yields what was already captured.
   * @throws AppError with the reason when it cannot go on.
   */
  open(signal: AbortSignal): AsyncIterable<Uint8Array>
  /** Packets that the kernel or the interface lost so far, where the source can tell. */
  drops?(): SourceDrops
  /** What is not well with it, a sentence each, though it goes on. */
  problems?(): readonly string[]
}
// #endregion

/** Captures that arrive one after another and are judged as one, for example in a watched folder. */
export interface FileSource extends Omit<PacketSource, 'open'> {
  /** In order of time, as far as they are there; ends soon after `signal` aborts. */
  files(signal: AbortSignal): AsyncIterable<ArrivingFile>
}

export interface ArrivingFile {
  /** Its bytes up to there, unpacked, were judged before. */
  readonly skipBytes: number
  open(signal: AbortSignal): AsyncIterable<Uint8Array>
  /** It was judged, as far as it could be read. */
  judged(end: FileEnd): Promise<void>
}

export interface FileEnd {
  /** Offset, unpacked, behind the last whole record. */
  readonly readBytes: number
  /** Traffic time in seconds. */
  readonly lastSeconds: number
  /** Why it was not read to its end; undefined when it was. */
  readonly problem: AppError | undefined
}

export interface SourceDrops {
  readonly kernel: number
  readonly interface: number
}

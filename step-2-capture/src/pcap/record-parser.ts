import type { ByteWindow } from './byte-window.ts'
import type { Packet } from './packet.ts'

/** Why reading stopped: everything before `offset` (in the uncompressed capture) was read. */
export interface CaptureFailure {
  readonly code: 'E_NOT_A_CAPTURE' | 'E_CAPTURE_DAMAGED' | 'E_CAPTURE_TRUNCATED'
  readonly message: string
  readonly offset: number
}

/** One capture-file format, once its first bytes have told which it is. */
export interface RecordParser {
  /** Container, byte order and resolution, for example `pcap-le-us` or `pcapng-be`. */
  readonly format: string
  /** LINKTYPE_ values that the file declared so far, in order, each once. */
  readonly linkTypes: readonly number[]
  /** Packets whose times cannot be: they keep the time of the packet before them. */
  readonly invalidTimeCount: number
  /** Set once the bytes make no sense; `next` then says false for good. */
  readonly failure: CaptureFailure | null
  /** Reads one packet; false when the window has too few bytes for it, or after a failure. */
  next(window: ByteWindow, packet: Packet): boolean
}

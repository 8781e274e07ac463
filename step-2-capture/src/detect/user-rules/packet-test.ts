import type { Frame } from '../../decode/frame.ts'

/** What a test of a packet's headers reads. */
export interface PacketView {
  readonly frame: Frame
  readonly bytes: Uint8Array
}

/** One condition on the headers of the current packet. */
export type PacketTest = (view: PacketView) => boolean

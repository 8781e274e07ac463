import type { FlowId } from '../../flow/flow-rows.ts'
import type { PacketReference } from '../seam/detection.ts'
import type { BufferName } from './buffer-name.ts'

/** What rules are judged on: a packet, a part of a stream, a request. */
export interface Message {
  readonly flow: FlowId
  readonly isFromOriginator: boolean
  /** Nothing can follow, so what is not there will not come. */
  readonly isOver: boolean
  /** The packet that brought the last of it. */
  readonly packet: PacketPlace
  /** What a buffer holds; null where this message has none. */
  buffer(name: BufferName): Uint8Array | null
}

/** Where a packet stands in its capture. */
export interface PacketPlace {
  readonly index: PacketReference['index']
  readonly recordOffset: number
  readonly timeUs: number
}

import { readUint16, readUint32 } from './big-endian.ts'
import { type Frame, Layer } from './frame.ts'

/** TCP option kinds (IANA). */
const Kind = {
  end: 0,
  noOperation: 1,
  maximumSegment: 2,
  windowScale: 3,
  selectiveAcknowledgements: 4,
  timestamps: 8,
} as const

/** The options of a segment, -1 where there is none. Reused; asked for on a handshake. */
export class TcpOptions {
  maximumSegment = -1
  windowScale = -1
  allowsSelectiveAcknowledgements = false
  timestamp = -1
  timestampEcho = -1
  /** The kinds in their order, which tells operating systems apart; 40 bytes hold at most 40. */
  readonly kinds: Uint8Array = new Uint8Array(40)
  kindCount = 0

  /** Reads the options of a frame with TCP, as far as they were captured. */
  read(bytes: Uint8Array, frame: Frame): boolean {
    this.maximumSegment = -1
    this.windowScale = -1
    this.allowsSelectiveAcknowledgements = false
    this.timestamp = -1
    this.timestampEcho = -1
    this.kindCount = 0
    if ((frame.layers & Layer.tcp) === 0) return false
    const end = Math.min(frame.payloadOffset, frame.capturedEnd)
    let at = frame.transportOffset + 20
    while (at < end && bytes[at] !== Kind.end) {
      const kind = bytes[at] as number
      this.kinds[this.kindCount++] = kind
      if (kind === Kind.noOperation) {
        at++
        continue
      }
      const length = at + 1 < end ? (bytes[at + 1] as number) : 0
      if (length < 2 || at + length > end) return false
      this.#readOption(bytes, { kind, at: at + 2, length: length - 2 })
      at += length
    }
    return true
  }

  #readOption(
    bytes: Uint8Array,
    { kind, at, length }: { kind: number; at: number; length: number },
  ): void {
    if (kind === Kind.maximumSegment && length === 2) this.maximumSegment = readUint16(bytes, at)
    else if (kind === Kind.windowScale && length === 1) this.windowScale = bytes[at] as number
    else if (kind === Kind.selectiveAcknowledgements) this.allowsSelectiveAcknowledgements = true
    else if (kind === Kind.timestamps && length === 8) {
      this.timestamp = readUint32(bytes, at)
      this.timestampEcho = readUint32(bytes, at + 4)
    }
  }
}

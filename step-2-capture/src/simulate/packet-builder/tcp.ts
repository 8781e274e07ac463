import { type PseudoHeader, transportChecksum } from './checksum.ts'

export interface TcpHeader extends PseudoHeader {
  readonly sourcePort: number
  readonly destinationPort: number
  readonly sequence: number
  readonly acknowledgement: number
  readonly flags: number
  readonly window: number
  /** Options, already padded to a multiple of four bytes. */
  readonly options?: Uint8Array
  readonly urgentPointer?: number
}

/** A TCP segment (RFC 9293). */
export function tcpSegment(header: TcpHeader, payload: Uint8Array): Buffer {
  const options = header.options ?? noBytes
  const headerLength = 20 + options.length
  const segment = Buffer.allocUnsafe(headerLength + payload.length)
  segment.writeUInt16BE(header.sourcePort, 0)
  segment.writeUInt16BE(header.destinationPort, 2)
  segment.writeUInt32BE(header.sequence >>> 0, 4)
  segment.writeUInt32BE(header.acknowledgement >>> 0, 8)
  segment[12] = (headerLength / 4) << 4
  segment[13] = header.flags
  segment.writeUInt16BE(header.window, 14)
  segment.writeUInt16BE(0, 16)
  segment.writeUInt16BE(header.urgentPointer ?? 0, 18)
  segment.set(options, 20)
  segment.set(payload, headerLength)
  segment.writeUInt16BE(transportChecksum(header, 6, segment), 16)
  return segment
}

export const noBytes = new Uint8Array(0)

export interface TcpTimestamps {
  readonly value: number
  readonly echo: number
}

export interface SynOptions {
  readonly maximumSegmentSize: number
  readonly windowScale?: number | undefined
  readonly timestamps?: TcpTimestamps | undefined
  readonly selectiveAcknowledgement: boolean
  /** In which order the system writes them: fingerprints such as p0f tell systems apart by it. */
  readonly order: 'linux' | 'windows' | 'apple'
}

/** Options of a SYN or SYN-ACK, as the named system lays them out. */
export function synOptions(options: SynOptions): Buffer {
  const { maximumSegmentSize, windowScale, timestamps, selectiveAcknowledgement, order } = options
  const size = [2, 4, maximumSegmentSize >> 8, maximumSegmentSize & 255]
  const scale = windowScale === undefined ? [] : [1, 3, 3, windowScale]
  const permitted = selectiveAcknowledgement ? [4, 2] : []
  const stamp = timestamps ? [...timestampOption(timestamps)] : []
  const leading = permitted.length > 0 && !timestamps ? [1, 1] : []
  const layouts = {
    linux: [...size, ...leading, ...permitted, ...stamp, ...scale],
    windows: [...size, ...scale, 1, 1, ...permitted],
    apple: [...size, ...scale, 1, 1, ...stamp, ...permitted, 0, 0],
  }
  const layout = layouts[order]
  while (layout.length % 4 !== 0) layout.push(0)
  return Buffer.from(layout)
}

/** Option of every segment once both ends offered it (RFC 7323), two NOPs ahead for alignment. */
export function timestampsOption(timestamps: TcpTimestamps): Buffer {
  return Buffer.concat([Buffer.from([1, 1]), timestampOption(timestamps)])
}

function timestampOption({ value, echo }: TcpTimestamps): Buffer {
  const option = Buffer.from([8, 10, 0, 0, 0, 0, 0, 0, 0, 0])
  option.writeUInt32BE(value >>> 0, 2)
  option.writeUInt32BE(echo >>> 0, 6)
  return option
}

import { CaptureReader } from '../src/pcap/capture-reader.ts'
import { Packet } from '../src/pcap/packet.ts'
import { CaptureBytes } from './capture-bytes.ts'

/** A packet as tests compare it. */
export interface Seen {
  readonly time: string | null
  readonly data: readonly number[]
  readonly originalLength: number
  readonly linkType: number
  readonly recordOffset: number
  readonly index: number
}

/** Reads all that the chunks hold. */
export function readAll(chunks: readonly Uint8Array[]) {
  const reader = new CaptureReader()
  const packet = new Packet()
  const packets: Seen[] = []
  for (const chunk of chunks) {
    reader.push(chunk)
    while (reader.next(packet)) packets.push(seen(packet))
    // A chunk is only borrowed until next() says false, so its owner may write over it now.
    chunk.fill(0xee)
  }
  reader.end()
  return { packets, error: reader.error, format: reader.format, linkTypes: [...reader.linkTypes] }
}

function seen(packet: Packet): Seen {
  const { offset, capturedLength, originalLength, linkType, recordOffset, index } = packet
  const data = [...packet.bytes.subarray(offset, offset + capturedLength)]
  const fraction = String(packet.timeNanoseconds).padStart(9, '0')
  const time = packet.hasTime ? `${packet.timeSeconds}.${fraction}` : null
  return { time, data, originalLength, linkType, recordOffset, index }
}

/** The bytes in pieces of these sizes, and the rest. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  let at = 0
  for (const size of sizes) {
    chunks.push(bytes.slice(at, at + size))
    at += size
  }
  return [...chunks, bytes.slice(at)]
}

export const little = () => new CaptureBytes({ littleEndian: true })
export const big = () => new CaptureBytes({ littleEndian: false })

/** Every kind of block in one section. */
export const sample = (bytes: CaptureBytes) =>
  bytes
    .section({ options: bytes.empty().option(4, 0x78).option(0) })
    .interface({ options: bytes.empty().option(9, 9).option(14, 0, 0, 0, 0, 0, 0, 0, 0) })
    .interface({ linkType: 101 })
    .block(5, bytes.empty().u32(0, 0, 0))
    .enhancedPacket({ high: 0x13f7a3f1, low: 0x6b4d4c11, data: [1, 2, 3, 4, 5], length: 99 })
    .block(10, bytes.empty().u32(0x544c534b, 2).u8(1, 2))
    .block(4, bytes.empty().u32(0))
    .block(3, bytes.empty().u32(3).u8(7, 8, 9))
    .block(2, bytes.empty().u16(1, 0).u32(0, 5, 2, 2).u8(6, 6))
    .block(0xbad, bytes.empty().u32(32_473).u8(1))

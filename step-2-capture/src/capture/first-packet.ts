import { toAppError } from 'step-1-skeleton/errors'
import { CaptureReader } from '../pcap/capture-reader.ts'
import { uncompressed } from '../pcap/gunzip.ts'
import { Packet } from '../pcap/packet.ts'
import type { PacketSource } from './packet-source.ts'

export interface FirstPacket {
  /** When the capture begins; null where it has no packet that can be read. */
  readonly seconds: number | null
  /** Why not; null where it holds none yet, or is no capture at all. */
  readonly problem: string | null
}

/** Looks at the first packet of a file, which may be no capture. */
export async function firstPacketOf(source: PacketSource): Promise<FirstPacket> {
  const reader = new CaptureReader()
  const packet = new Packet()
  try {
    for await (const chunk of uncompressed(source.open(new AbortController().signal))) {
      reader.push(chunk)
      if (reader.next(packet)) return { seconds: packet.timeUs / 1e6, problem: null }
      if (reader.error) break
    }
  } catch (error) {
    return { seconds: null, problem: toAppError(error).message }
  }
  const { error } = reader
  const isCapture = error !== null && error.code !== 'E_NOT_A_CAPTURE'
  return { seconds: null, problem: isCapture ? error.message : null }
}

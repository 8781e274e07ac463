import { open } from 'node:fs/promises'
import { CaptureReader } from '../../pcap/capture-reader.ts'
import { Packet } from '../../pcap/packet.ts'
import { pcapFileHeaderLength } from '../../pcap/pcap-parser.ts'
import { listRing, type RingSegment } from './ring-folder.ts'

/** The longest packet of a live capture, with its header. */
const recordBytesMax = 65_535 + 16

/** Where the record of a packet lies in its capture, and when it was seen. */
export interface RecordPlace {
  readonly offset: number
  /** Epoch seconds, good to a quarter of a microsecond. */
  readonly time: number
}

export interface RingQuery {
  /** The interface. */
  readonly name: string
  /** The starts of runs that the packets may be of; none where that is not known any more. */
  readonly startIds: ReadonlySet<string>
}

/** The files of the ring that may hold packets of these starts, the oldest first. */
export async function ringSegments(
  folder: string,
  { name, startIds }: RingQuery,
): Promise<RingSegment[]> {
  const ofInterface = (await listRing(folder)).filter((segment) => segment.name === name)
  if (startIds.size === 0) return ofInterface
  return ofInterface.filter(({ startId }) => startIds.has(startId))
}

/**
 * Reads one packet at its place. Where several starts have a record there, the one nearest in time is
 * meant: the times of a detection and of the ring differ where the clock was set back. Undefined
 * where the ring has it no more.
 */
export async function readRingPacket(
  segments: readonly RingSegment[],
  { offset, time }: RecordPlace,
): Promise<Packet | undefined> {
  const apart = (packet: Packet) => Math.abs(packet.timeUs / 1e6 - time)
  let nearest: Packet | undefined
  for (const segment of segments) {
    const packet = await recordAt(segment, pcapFileHeaderLength + offset - segment.base)
    if (packet && (!nearest || apart(packet) < apart(nearest))) nearest = packet
  }
  return nearest
}

async function recordAt({ path, bytes }: RingSegment, at: number): Promise<Packet | undefined> {
  if (at < pcapFileHeaderLength || at >= bytes) return undefined
  const file = await open(path).catch(() => undefined)
  // It was the oldest, and went in the meantime.
  if (!file) return undefined
  try {
    const buffer = Buffer.alloc(pcapFileHeaderLength + recordBytesMax)
    await file.read(buffer, 0, pcapFileHeaderLength, 0)
    const { bytesRead } = await file.read(buffer, pcapFileHeaderLength, recordBytesMax, at)
    const reader = new CaptureReader()
    reader.push(buffer.subarray(0, pcapFileHeaderLength + bytesRead))
    const packet = new Packet()
    return reader.next(packet) ? packet : undefined
  } finally {
    await file.close()
  }
}

/** A packet to be written. `Packet` of the reader and the simulator's packets both lead to one. */
export interface CaptureRecord {
  /** Seconds since 1970 and the nanoseconds beyond. */
  readonly timeSeconds: number
  readonly timeNanoseconds: number
  /** The captured bytes. */
  readonly bytes: Uint8Array
  /** Bytes that were on the wire, where the capture cut some off. */
  readonly originalLength?: number
}

export interface PcapFormat {
  /** LINKTYPE_ value (https://www.tcpdump.org/linktypes.html). Default 1, Ethernet. */
  readonly linkType?: number
  /** Default microseconds, which every program reads. */
  readonly resolution?: 'microseconds' | 'nanoseconds'
  /** Bytes kept of a packet; longer ones are cut, and say how long they were. */
  readonly snapLength?: number
}

/** What tcpdump writes by default. */
export const defaultSnapLength = 262_144

const magic = { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d } as const

/** A capture in pcap format, little-endian, piece by piece: the header, then each record. */
export function* writePcap(
  records: Iterable<CaptureRecord>,
  format: PcapFormat = {},
): Generator<Uint8Array, void> {
  yield pcapHeader(format)
  for (const record of records) yield pcapRecord(record, format)
}

/** The 24 bytes that open a pcap file (draft-ietf-opsawg-pcap, section 4). */
export function pcapHeader(format: PcapFormat = {}): Buffer {
  const { linkType = 1, resolution = 'microseconds', snapLength = defaultSnapLength } = format
  const header = Buffer.alloc(24)
  header.writeUInt32LE(magic[resolution], 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(snapLength, 16)
  header.writeUInt32LE(linkType, 20)
  return header
}

/** One packet with its 16 bytes of record header (section 5), in the same format as the file's. */
export function pcapRecord(record: CaptureRecord, format: PcapFormat = {}): Buffer {
  const { resolution = 'microseconds', snapLength = defaultSnapLength } = format
  const { bytes, timeNanoseconds } = record
  const kept = bytes.subarray(0, snapLength)
  const written = Buffer.allocUnsafe(16 + kept.length)
  const isNano = resolution === 'nanoseconds'
  written.writeUInt32LE(record.timeSeconds, 0)
  written.writeUInt32LE(isNano ? timeNanoseconds : Math.floor(timeNanoseconds / 1000), 4)
  written.writeUInt32LE(kept.length, 8)
  written.writeUInt32LE(record.originalLength ?? bytes.length, 12)
  written.set(kept, 16)
  return written
}

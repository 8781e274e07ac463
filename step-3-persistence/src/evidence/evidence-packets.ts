import {
  CaptureFile,
  CaptureReader,
  Packet,
  type PacketReference,
  type PcapngRecord,
  uncompressed,
  writePcap,
  writePcapng,
} from 'step-2-capture'

/** A packet that an alert rests on, copied out of its capture. */
export interface EvidencePacket extends PcapngRecord {
  readonly index: number
  readonly linkType: number
}

/** A reference holds its time as a double of seconds: good to a quarter of a microsecond. */
const timeToleranceSeconds = 1e-6

/**
 * Finds packets in a capture file, in one pass up to the last of them. A reference names the time
 * as well, so a file that was replaced by another of the same name is found out: then undefined.
 */
export async function readEvidence(
  path: string,
  references: readonly PacketReference[],
): Promise<EvidencePacket[] | undefined> {
  const wanted = new Map(references.map(({ index, time }) => [index, time]))
  const found: EvidencePacket[] = []
  const reader = new CaptureReader()
  const packet = new Packet()
  const file = new CaptureFile({ path, links: 'refuse' })
  for await (const chunk of uncompressed(file.open(new AbortController().signal))) {
    reader.push(chunk)
    while (reader.next(packet)) {
      const time = wanted.get(packet.index)
      if (time === undefined) continue
      if (Math.abs(packet.timeUs / 1e6 - time) > timeToleranceSeconds) return undefined
      found.push(copyOf(packet))
      if (found.length === wanted.size) return found
    }
  }
  return undefined
}

/** The packets as a file: pcap, or pcapng where they come from links of several types. */
export function writeEvidence(packets: readonly EvidencePacket[], comment: string): Uint8Array {
  const linkTypes = [...new Set(packets.map((packet) => packet.linkType))]
  const [linkType = 1] = linkTypes
  if (linkTypes.length <= 1) {
    return Buffer.concat([...writePcap(packets, { linkType, resolution: 'nanoseconds' })])
  }
  const interfaces = linkTypes.map((type) => ({ linkType: type }))
  const records = packets.map((packet) => ({
    ...packet,
    interfaceIndex: linkTypes.indexOf(packet.linkType),
    comment,
  }))
  return Buffer.concat([...writePcapng(records, { interfaces })])
}

/** The reader's packet is a view that the next one overwrites. */
function copyOf(packet: Packet): EvidencePacket {
  const { index, linkType, timeSeconds, timeNanoseconds, originalLength, offset } = packet
  const bytes = packet.bytes.slice(offset, offset + packet.capturedLength)
  return { index, linkType, timeSeconds, timeNanoseconds, originalLength, bytes }
}

import {
  CaptureFile,
  CaptureReader,
  Packet,
  type PacketReference,
  type PacketSource,
  packetCopy,
  type RelatedPacket,
  RelatedPackets,
  type Relation,
  readRingPacket,
  uncompressed,
  writePcap,
  writePcapng,
} from 'step-2-capture'

import type { EvidencePlace } from './evidence-place.ts'

/** A packet of an alert, copied out of its capture. */
export type EvidencePacket = RelatedPacket

/** A reference holds its time as a double of seconds: good to a quarter of a microsecond. */
const timeToleranceSeconds = 1e-6

/** The packets of an alert, as many as there are still; none where another file has its name. */
export async function readEvidence(
  place: EvidencePlace,
  references: readonly PacketReference[],
): Promise<EvidencePacket[]> {
  if (place.kind === 'captures') {
    for (const capture of place.captures) {
      const packets = await findInCapture(capture, references)
      if (packets) return packets
    }
    return []
  }
  if (place.kind === 'parts') {
    const found = await findInParts(place.captures, references, isAt)
    // Of captures that overlap, the later ones are dated as if they had followed.
    return found.length > 0 ? found : findInParts(place.captures, references, liesAt)
  }
  const found = await Promise.all(references.map((one) => readRingPacket(place.segments, one)))
  return found.flatMap((packet, i) => {
    // A packet that was read by its place has the number 0.
    return packet ? { ...packetCopy(packet), index: references[i]?.index ?? 0 } : []
  })
}

/**
 * Finds packets in a capture, in one pass up to the last of them. A reference names the time
 * as well, so a file that was replaced by another of the same name is found out: then undefined.
 */
async function findInCapture(
  capture: PacketSource,
  references: readonly PacketReference[],
): Promise<EvidencePacket[] | undefined> {
  const wanted = new Map(references.map(({ index, time }) => [index, time]))
  const found: EvidencePacket[] = []
  const reader = new CaptureReader()
  const packet = new Packet()
  for await (const chunk of uncompressed(capture.open(new AbortController().signal))) {
    reader.push(chunk)
    while (reader.next(packet)) {
      const time = wanted.get(packet.index)
      if (time === undefined) continue
      if (!isAt(packet, { time })) return undefined
      found.push(packetCopy(packet))
      if (found.length === wanted.size) return found
    }
  }
  return undefined
}

/** Further packets that belong to an alert, from the capture that holds those it rests on. */
export async function readRelated(
  place: EvidencePlace,
  references: readonly PacketReference[],
  relation: Relation,
): Promise<RelatedPackets> {
  const related = new RelatedPackets(relation)
  const { signal } = new AbortController()
  for (const capture of await capturesOf(place, references)) {
    await related.find(capture.open(signal))
  }
  return related
}

async function capturesOf(
  place: EvidencePlace,
  references: readonly PacketReference[],
): Promise<readonly PacketSource[]> {
  if (place.kind === 'parts') return place.captures
  if (place.kind === 'ring') {
    return place.segments.map(({ path }) => new CaptureFile({ path, links: 'refuse' }))
  }
  // Several captures may have the name; the one that has the packets is meant.
  for (const capture of place.captures) {
    if (await findInCapture(capture, references)) return [capture]
  }
  return []
}

async function findInParts(
  captures: readonly PacketSource[],
  references: readonly PacketReference[],
  isMeant: IsMeant,
): Promise<EvidencePacket[]> {
  const found: EvidencePacket[] = []
  for (const capture of captures) found.push(...(await findPart(capture, references, isMeant)))
  return found
}

type IsMeant = (packet: Packet, reference: PacketReference) => boolean

/** Those of the packets that this capture holds. */
async function findPart(
  capture: PacketSource,
  references: readonly PacketReference[],
  isMeant: IsMeant,
): Promise<EvidencePacket[]> {
  const wanted = Map.groupBy(references, ({ index }) => index)
  const last = Math.max(...wanted.keys())
  const found: EvidencePacket[] = []
  const reader = new CaptureReader()
  const packet = new Packet()
  for await (const chunk of uncompressed(capture.open(new AbortController().signal))) {
    reader.push(chunk)
    while (reader.next(packet)) {
      const numbered = wanted.get(packet.index) ?? []
      if (numbered.some((one) => isMeant(packet, one))) found.push(packetCopy(packet))
      if (packet.index >= last) return found
    }
  }
  return found
}

function isAt(packet: Packet, { time }: Pick<PacketReference, 'time'>): boolean {
  return Math.abs(packet.timeUs / 1e6 - time) <= timeToleranceSeconds
}

function liesAt(packet: Packet, { offset }: PacketReference): boolean {
  return packet.recordOffset === offset
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

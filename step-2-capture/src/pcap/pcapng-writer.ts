import { type CaptureRecord, defaultSnapLength } from './pcap-writer.ts'

/** An interface of the capture; packets name it by its place in the list. */
export interface PcapngInterface {
  /** LINKTYPE_ value. Default 1, Ethernet. */
  readonly linkType?: number
  readonly name?: string
  readonly snapLength?: number
}

export interface PcapngFormat {
  /** Default: one Ethernet interface without a name. */
  readonly interfaces?: readonly PcapngInterface[]
}

export interface PcapngRecord extends CaptureRecord {
  /** Place of the packet's interface in the format's list. Default 0. */
  readonly interfaceIndex?: number
  /** A remark that Wireshark shows beside the packet. */
  readonly comment?: string
}

const BlockType = { section: 0x0a0d0d0a, interface: 1, packet: 6 } as const
const defaultInterfaces: readonly PcapngInterface[] = [{}]

/** A capture in pcapng format, little-endian, with nanoseconds, piece by piece. */
export function* writePcapng(
  records: Iterable<PcapngRecord>,
  format: PcapngFormat = {},
): Generator<Uint8Array, void> {
  yield pcapngHeader(format)
  for (const record of records) yield pcapngRecord(record, format)
}

/** Section header and interface descriptions (draft-ietf-opsawg-pcapng, sections 4.1 and 4.2). */
export function pcapngHeader({ interfaces = defaultInterfaces }: PcapngFormat = {}): Buffer {
  const section = Buffer.alloc(16)
  section.writeUInt32LE(0x1a2b3c4d, 0)
  section.writeUInt16LE(1, 4)
  // The length of the section is not known while it is written: all ones.
  section.fill(0xff, 8)
  const described = interfaces.map((each) => block(BlockType.interface, describe(each)))
  const application = option(4, Buffer.from('net-anomaly'))
  return Buffer.concat([block(BlockType.section, section, application, endOfOptions), ...described])
}

/** One packet as an enhanced packet block (section 4.3), in the same format as the file's header. */
export function pcapngRecord(
  record: PcapngRecord,
  { interfaces = defaultInterfaces }: PcapngFormat = {},
): Buffer {
  const { bytes, interfaceIndex = 0, comment } = record
  const kept = bytes.subarray(0, interfaces[interfaceIndex]?.snapLength ?? defaultSnapLength)
  const time = BigInt(record.timeSeconds) * 1_000_000_000n + BigInt(record.timeNanoseconds)
  const fixed = Buffer.alloc(20)
  fixed.writeUInt32LE(interfaceIndex, 0)
  fixed.writeUInt32LE(Number(time >> 32n), 4)
  fixed.writeUInt32LE(Number(time & 0xffff_ffffn), 8)
  fixed.writeUInt32LE(kept.length, 12)
  fixed.writeUInt32LE(record.originalLength ?? bytes.length, 16)
  const options = comment === undefined ? [] : [option(1, Buffer.from(comment)), endOfOptions]
  return block(BlockType.packet, fixed, padded(kept), ...options)
}

/** An interface: link type, snap length, name, and times in nanoseconds (if_tsresol 9). */
function describe({ linkType = 1, name, snapLength = defaultSnapLength }: PcapngInterface): Buffer {
  const fixed = Buffer.alloc(8)
  fixed.writeUInt16LE(linkType, 0)
  fixed.writeUInt32LE(snapLength, 4)
  const named = name === undefined ? [] : [option(2, Buffer.from(name))]
  return Buffer.concat([fixed, ...named, option(9, Buffer.from([9])), endOfOptions])
}

function block(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  const total = Buffer.alloc(4)
  head.writeUInt32LE(type, 0)
  head.writeUInt32LE(12 + body.length, 4)
  total.writeUInt32LE(12 + body.length, 0)
  return Buffer.concat([head, body, total])
}

const endOfOptions = Buffer.alloc(4)

function option(code: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(code, 0)
  head.writeUInt16LE(value.length, 2)
  return Buffer.concat([head, padded(value)])
}

/** Everything in pcapng begins at a multiple of four bytes. */
function padded(bytes: Uint8Array): Uint8Array {
  const missing = -bytes.length & 3
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)])
}

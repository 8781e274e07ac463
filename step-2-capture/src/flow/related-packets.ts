import { randomInt } from 'node:crypto'
import { decodeFrame } from '../decode/decode-frame.ts'
import { Frame, Layer } from '../decode/frame.ts'
import { addressBytes } from '../memory/address-bytes.ts'
import { KeyIndex } from '../memory/key-index.ts'
import { CaptureReader } from '../pcap/capture-reader.ts'
import { uncompressed } from '../pcap/gunzip.ts'
import { Packet } from '../pcap/packet.ts'
import { flowKeyWordCount, writeFlowKey } from './flow-key.ts'

/** Which packets belong to what is asked for. */
export type Relation =
  /** All packets of the flows that these packets are of. */
  | { readonly kind: 'flows'; readonly of: readonly RelatedPacket[] }
  /** All between two addresses, or of one address, from one time to another. */
  | {
      readonly kind: 'hosts'
      readonly addresses: readonly [string] | readonly [string, string]
      readonly fromSeconds: number
      readonly toSeconds: number
    }

/** A packet that was copied out of its capture. */
export interface RelatedPacket {
  readonly index: number
  readonly linkType: number
  readonly timeSeconds: number
  readonly timeNanoseconds: number
  readonly originalLength: number
  readonly bytes: Uint8Array
}

export interface RelatedLimits {
  readonly packetCountMax: number
  readonly bytesMax: number
}

/** 32 MiB are what a download holds in memory; the rest is counted. */
export const relatedLimits: RelatedLimits = { packetCountMax: 100_000, bytesMax: 33_554_432 }

type Test = (packet: Packet, frame: Frame) => boolean

/** Looks through captures for packets, one capture after another, and copies those that belong. */
export class RelatedPackets {
  readonly packets: RelatedPacket[] = []
  /** Packets that belong, and for which there is no room. */
  leftOutCount = 0
  readonly #belongs: Test
  readonly #limits: RelatedLimits
  #bytes = 0

  constructor(relation: Relation, limits: RelatedLimits = relatedLimits) {
    this.#belongs = relation.kind === 'flows' ? ofFlows(relation.of) : betweenHosts(relation)
    this.#limits = limits
  }

  /** @param chunks A capture, plain or packed. What is behind a damaged place is not found. */
  async find(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const reader = new CaptureReader()
    const packet = new Packet()
    const frame = new Frame()
    for await (const chunk of uncompressed(chunks)) {
      reader.push(chunk)
      while (reader.next(packet)) {
        decodeFrame(packet, frame)
        if (this.#belongs(packet, frame)) this.#take(packet)
      }
    }
  }

  #take(packet: Packet): void {
    const { packetCountMax, bytesMax } = this.#limits
    this.#bytes += packet.capturedLength
    if (this.packets.length >= packetCountMax || this.#bytes > bytesMax) {
      this.leftOutCount++
      return
    }
    this.packets.push(packetCopy(packet))
  }
}

/** The reader's packet is a view that the next one overwrites. */
export function packetCopy(packet: Packet): RelatedPacket {
  const { index, linkType, timeSeconds, timeNanoseconds, originalLength, offset } = packet
  const bytes = packet.bytes.slice(offset, offset + packet.capturedLength)
  return { index, linkType, timeSeconds, timeNanoseconds, originalLength, bytes }
}

const ip = Layer.ipv4 | Layer.ipv6

function ofFlows(packets: readonly RelatedPacket[]): Test {
  const keyCountMax = Math.max(1, packets.length)
  const wanted = new KeyIndex({
    wordCount: flowKeyWordCount,
    keyCountMax,
    seed: randomInt(2 ** 31),
  })
  const frame = new Frame()
  for (const packet of packets) {
    decodeFrame(asPacket(packet), frame)
    if ((frame.layers & ip) === 0) continue
    writeFlowKey(wanted, packet.bytes, frame)
    if (wanted.find() < 0) wanted.add()
  }
  return (packet, seen) => {
    if ((seen.layers & ip) === 0) return false
    writeFlowKey(wanted, packet.bytes, seen)
    return wanted.find() >= 0
  }
}

function betweenHosts({
  addresses,
  fromSeconds,
  toSeconds,
}: Extract<Relation, { kind: 'hosts' }>): Test {
  const [one, other] = addresses.map((address) => Buffer.from(addressBytes(address)))
  return (packet, frame) => {
    const seconds = packet.timeUs / 1e6
    if ((frame.layers & ip) === 0 || seconds < fromSeconds || seconds > toSeconds) return false
    const source = addressAt(packet, frame.sourceAddressOffset, frame)
    const destination = addressAt(packet, frame.destinationAddressOffset, frame)
    const isOf = (a: Buffer, b: Buffer | undefined) =>
      one?.equals(a) === true && (other === undefined || (b !== undefined && other.equals(b)))
    return isOf(source, destination) || isOf(destination, source)
  }
}

function addressAt({ bytes }: Packet, offset: number, { addressLength }: Frame): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + offset, addressLength)
}

/** A copied packet as the decoder takes it. */
function asPacket(related: RelatedPacket): Packet {
  const packet = new Packet()
  packet.bytes = related.bytes
  packet.capturedLength = related.bytes.length
  packet.originalLength = related.originalLength
  packet.linkType = related.linkType
  return packet
}

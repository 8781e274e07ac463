import { TcpFlag } from '../decode/frame.ts'
import { addressBytes } from '../memory/address-bytes.ts'
import { pcapHeader, pcapRecord } from '../pcap/pcap-writer.ts'
import { ipv4Packet } from '../simulate/packet-builder/ipv4.ts'
import { ipv6Packet } from '../simulate/packet-builder/ipv6.ts'
import { noBytes, tcpSegment } from '../simulate/packet-builder/tcp.ts'
import { udpDatagram } from '../simulate/packet-builder/udp.ts'
import type { FlowInput } from './flow-input.ts'
import type { PacketSource } from './packet-source.ts'

/** 200,000 packets are judged in half a second; with more flows each is played with fewer. */
const packetCountMax = 200_000
/** Enough of a flow for its state and its rhythm; its bytes are spread over them. */
const packetsOfFlowMax = 128
const ipLengthMax = 65_535
/** LINKTYPE_RAW: packets that begin with their IP header. */
const rawIp = 101
const chunkRecordCount = 1_000

/**
 * Flow records as the packets that they would have been: handshake, answers, sizes and times. So
 * they go through the same decoder, tables and detectors as a capture.
 */
export class FlowReplay implements PacketSource {
  readonly kind = 'pcap'
  readonly name: string
  readonly #flows: readonly FlowInput[]

  constructor(name: string, flows: readonly FlowInput[]) {
    this.name = name
    this.#flows = flows
  }

  async *open(signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    yield pcapHeader({ linkType: rawIp })
    const perFlow = Math.max(4, Math.floor(packetCountMax / this.#flows.length))
    const countMax = Math.min(packetsOfFlowMax, perFlow)
    const packets = this.#flows.flatMap((flow) => packetsOf(flow, countMax))
    packets.sort((a, b) => a.timeUs - b.timeUs)
    for (let at = 0; at < packets.length && !signal.aborted; at += chunkRecordCount) {
      yield Buffer.concat(packets.slice(at, at + chunkRecordCount).map(toRecord))
    }
  }
}

interface FlowPacket {
  readonly flow: FlowInput
  readonly timeUs: number
  readonly isSent: boolean
  /** Number among the packets of its direction, from 0. */
  readonly index: number
  readonly isLast: boolean
}

/** The packets of both directions, interleaved, and spread evenly over the flow's duration. */
function packetsOf(flow: FlowInput, countMax: number): FlowPacket[] {
  const total = flow.packets_sent + flow.packets_received
  const share = Math.min(1, countMax / total)
  const sentCount = Math.ceil(flow.packets_sent * share)
  const receivedCount = Math.ceil(flow.packets_received * share)
  const count = sentCount + receivedCount
  const packets: FlowPacket[] = []
  for (let sent = 0, received = 0; sent + received < count; ) {
    const position = sent + received
    // A request first, then whichever direction is behind its share.
    const isSent = received >= receivedCount || sent / sentCount <= received / receivedCount
    const index = isSent ? sent++ : received++
    packets.push({
      flow,
      timeUs: flow.timestamp * 1e6 + (flow.duration * 1e6 * position) / Math.max(1, count - 1),
      isSent,
      index,
      isLast: index === (isSent ? sentCount : receivedCount) - 1,
    })
  }
  return packets
}

function toRecord(packet: FlowPacket): Buffer {
  const { flow, isSent, timeUs } = packet
  const source = addressBytes(isSent ? flow.src_ip : flow.dst_ip)
  const destination = addressBytes(isSent ? flow.dst_ip : flow.src_ip)
  const transport = transportOf(packet, source, destination)
  const isIpv6 = source.length === 16
  const ip = isIpv6
    ? ipv6Packet({ source, destination, nextHeader: flow.protocol, hopLimit: 64 }, transport)
    : ipv4Packet(
        { source, destination, protocol: flow.protocol, timeToLive: 64, identification: 0 },
        transport,
      )
  const originalLength = Math.max(ip.length, lengthOf(packet))
  // The header tells the length on the wire; the bytes beyond the headers are not made up.
  ip.writeUInt16BE(isIpv6 ? originalLength - 40 : originalLength, isIpv6 ? 4 : 2)
  const microseconds = Math.floor(timeUs)
  const timeSeconds = Math.floor(microseconds / 1e6)
  const timeNanoseconds = (microseconds - timeSeconds * 1e6) * 1000
  return pcapRecord(
    { timeSeconds, timeNanoseconds, bytes: ip, originalLength },
    { linkType: rawIp },
  )
}

/** The mean length of the direction's packets, as IP lets it be. */
function lengthOf({ flow, isSent }: FlowPacket): number {
  const bytes = isSent ? flow.bytes_sent : flow.bytes_received
  const count = isSent ? flow.packets_sent : flow.packets_received
  return Math.min(ipLengthMax, Math.round(bytes / count))
}

function transportOf(packet: FlowPacket, source: Uint8Array, destination: Uint8Array): Buffer {
  const { flow, isSent, index } = packet
  const ports = {
    source,
    destination,
    sourcePort: isSent ? flow.src_port : flow.dst_port,
    destinationPort: isSent ? flow.dst_port : flow.src_port,
  }
  if (flow.protocol === 6) {
    const flags = tcpFlagsOf(packet)
    const acknowledgement = flags & TcpFlag.ack ? 1 : 0
    return tcpSegment(
      { ...ports, sequence: index, acknowledgement, flags, window: 65_535 },
      noBytes,
    )
  }
  if (flow.protocol === 17) return udpDatagram(ports, noBytes)
  return Buffer.alloc(8)
}

/** One packet each way is a refusal, and a connection needs three; a flow record says no more. */
function tcpFlagsOf({ flow, isSent, index, isLast }: FlowPacket): number {
  const { packets_sent: sent, packets_received: received } = flow
  if (index === 0) {
    if (isSent) return TcpFlag.syn
    return sent === 1 && received === 1 ? TcpFlag.rst | TcpFlag.ack : TcpFlag.syn | TcpFlag.ack
  }
  const isWhole = sent > 2 && received > 1
  return isLast && isWhole ? TcpFlag.fin | TcpFlag.ack : TcpFlag.ack
}

import { IpProtocol, TcpFlag } from '../decode/frame.ts'
import type { Traffic } from '../flow/traffic.ts'
import { byteEntropy } from './entropy.ts'
import { ownFeatureCount, packetFeatures } from './packet-feature.ts'
import { PacketStreams } from './packet-streams.ts'

/** More of a payload changes its entropy little, and costs a microsecond a kilobyte. */
const entropyBytesMax = 512

const { fin, syn, rst, psh, ack, urg } = TcpFlag
const flags = [fin, syn, rst, psh, ack, urg]

/** Measures each packet that has a flow, in the order of `packetFeatures`, into one reused row. */
export class PacketMeasure {
  readonly row = new Float64Array(packetFeatures.length)
  readonly streams: PacketStreams
  readonly #traffic: Traffic

  constructor(traffic: Traffic) {
    const { flows, hosts, seed } = traffic
    this.#traffic = traffic
    this.streams = new PacketStreams({ flows, hosts, seed })
  }

  /** Measures the current packet; once a packet, because its streams count it. */
  measure(): Float64Array {
    const { row } = this
    const { packet, flow, timeUs } = this.#traffic
    this.#measureOwn(row)
    this.streams.add({ flow, size: packet.originalLength, timeUs }, row, ownFeatureCount)
    return row
  }

  #measureOwn(row: Float64Array): void {
    const { packet, frame } = this.#traffic
    const { protocol, payloadOffset } = frame
    const payloadEnd = payloadOffset + Math.min(frame.payloadLength, entropyBytesMax)
    row[0] = packet.originalLength
    row[1] = frame.payloadWireLength
    row[2] = byteEntropy(packet.bytes, payloadOffset, payloadEnd)
    row[3] = frame.timeToLive
    row[4] = protocol === IpProtocol.tcp ? 1 : 0
    row[5] = protocol === IpProtocol.udp ? 1 : 0
    row[6] = protocol === IpProtocol.icmp || protocol === IpProtocol.icmpv6 ? 1 : 0
    row[7] = frame.sourcePort
    row[8] = frame.destinationPort
    for (let i = 0; i < flags.length; i++) {
      row[9 + i] = frame.tcpFlags & (flags[i] as number) ? 1 : 0
    }
  }
}

import { createHash } from 'node:crypto'
import { IpProtocol } from '../decode/frame.ts'
import { addressBytes } from '../memory/address-bytes.ts'

/** The ends of a flow; for ICMP and ICMPv6 the "ports" are the type and the code. */
export interface FlowEnds {
  readonly protocol: number
  readonly source: string
  readonly destination: string
  readonly sourcePort: number
  readonly destinationPort: number
}

/**
 * The Community ID of a flow, version 1 with seed 0: the same text that Zeek, Suricata and Wireshark
 * show for it, whichever direction they saw first
 * (https://github.com/corelight/community-id-spec). Hashes, so it is for flows that are shown.
 */
export function communityId(ends: FlowEnds): string {
  const { protocol } = ends
  const ports = portsOf(ends)
  const source = { address: addressBytes(ends.source), port: ports.source }
  const destination = { address: addressBytes(ends.destination), port: ports.destination }
  const isOrdered = ports.isOneWay || compare(source, destination) <= 0
  const [low, high] = isOrdered ? [source, destination] : [destination, source]
  const hash = createHash('sha1')
    .update(uint16(0))
    .update(low.address)
    .update(high.address)
    .update(Uint8Array.of(protocol, 0))
  if (ports.count > 0) hash.update(uint16(low.port)).update(uint16(high.port))
  return `1:${hash.digest('base64')}`
}

interface End {
  readonly address: Uint8Array
  readonly port: number
}

function compare(a: End, b: End): number {
  return Buffer.compare(a.address, b.address) || a.port - b.port
}

/** A message and its answer have each other's type for a port; others have type and code. */
function portsOf({ protocol, sourcePort, destinationPort }: FlowEnds) {
  const answers = answersOf.get(protocol)
  if (answers) {
    const answer = answers.get(sourcePort)
    return {
      source: sourcePort,
      destination: answer ?? destinationPort,
      isOneWay: answer === undefined,
      count: 2,
    }
  }
  const count = protocolsWithPorts.has(protocol) ? 2 : 0
  return { source: sourcePort, destination: destinationPort, isOneWay: false, count }
}

const protocolsWithPorts: ReadonlySet<number> = new Set([
  IpProtocol.tcp,
  IpProtocol.udp,
  IpProtocol.sctp,
])

/** Types that answer each other: RFC 792, 950 and 1256; RFC 4443, 2710, 4861, 4620 and 6275. */
const answersOf: ReadonlyMap<number, ReadonlyMap<number, number>> = new Map([
  [IpProtocol.icmp, bothWays([8, 0], [13, 14], [15, 16], [17, 18], [10, 9])],
  [
    IpProtocol.icmpv6,
    bothWays([128, 129], [130, 131], [133, 134], [135, 136], [139, 140], [144, 145]),
  ],
])

function bothWays(...pairs: readonly [number, number][]): ReadonlyMap<number, number> {
  return new Map(pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 255)
}

import { RpcInterface, rpcBind, rpcRequest } from '../src/simulate/packet-builder/dcerpc.ts'
import { rdpConnectionRequest } from '../src/simulate/packet-builder/rdp.ts'
import { smbMessage, writeRequest } from '../src/simulate/packet-builder/smb2.ts'
import { snmpMessage } from '../src/simulate/packet-builder/snmp.ts'
import { CaptureBytes } from './capture-bytes.ts'
import { browserHello, records } from './hello-bytes.ts'
import { kerberosError, ticketRequest } from './kerberos-messages.ts'
import { arp, type Bytes, ethernet, icmp, ipv4, tcp, text, udp, zeros } from './packet-bytes.ts'
import { linksToTcp } from './packet-samples.ts'
import { tunnels } from './tunnel-samples.ts'

/** A packet to start from. */
export interface FuzzSeed {
  readonly linkType: number
  readonly bytes: Uint8Array
}

const http = text('GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nUser-Agent: x\r\n\r\n')
const dns = [0, 1, 0x81, 0x80, 0, 1, 0, 1, ...zeros(4), 1, 97, 2, 98, 99, 0, 0, 1, 0, 1]
const dnsAnswer = [0xc0, 12, 0, 5, 0, 1, ...zeros(4), 0, 4, 1, 100, 0xc0, 14]
const dhcp = [1, 1, 6, 0, ...zeros(232), 99, 130, 83, 99, 53, 1, 3, 12, 2, 104, 105, 255]
const kerberos = [...kerberosError(24)]
const snmp = [...snmpMessage({ operation: 'get', requestId: 1, bindings: [['1.3.6.1.2.1.1.5.0']] })]
const write = { command: 9, messageId: 1, sessionId: 1, treeId: 1, isResponse: false }
const pipe = rpcBind(1, RpcInterface.netlogon)
const payloads: readonly Bytes[] = [
  ipv4(6, tcp(http, { options: [2, 4, 5, 180, 1, 3, 3, 7] })),
  ipv4(6, tcp(records(browserHello, 100))),
  ipv4(6, tcp(text('SSH-2.0-x y\r\n'))),
  ipv4(6, tcp([0, 1, 0, 0, 0, 6, 1, 6, 0, 1, 0, 1], { destination: 502 })),
  ipv4(6, tcp([...pipe], { destination: 135 })),
  ipv4(6, tcp([...rpcRequest(1, 26, Buffer.alloc(16))], { destination: 135 })),
  ipv4(6, tcp([...smbMessage(write, writeRequest(Buffer.alloc(16), pipe))], { destination: 445 })),
  ipv4(6, tcp([...rdpConnectionRequest('a')], { destination: 3389 })),
  ipv4(17, udp([...dns, ...dnsAnswer], 53)),
  ipv4(17, udp(kerberos, 88)),
  ipv4(17, udp([...ticketRequest('a', [23])], 88)),
  ipv4(17, udp(snmp, 161)),
  ipv4(17, udp(dhcp, 68, 67)),
  ipv4(1, icmp(3, 3, ipv4(17, udp(zeros(8))))),
]

/** One packet for each link layer, tunnel and application protocol. */
export function fuzzSeeds(): FuzzSeed[] {
  const onEthernet = payloads.map((bytes) => ({ linkType: 1, bytes: ethernet(0x0800, bytes) }))
  const inTunnels = Object.values(tunnels).map(({ bytes, outer }) => ({
    linkType: 1,
    bytes: ethernet(outer.startsWith('ipv4') ? 0x0800 : 0x86dd, bytes),
  }))
  const all = [
    ...onEthernet,
    ...inTunnels,
    ...Object.values(linksToTcp),
    { linkType: 1, bytes: ethernet(0x0806, arp(1)) },
  ]
  return all.map(({ linkType, bytes }) => ({ linkType, bytes: Uint8Array.from(bytes) }))
}

/** A capture in each format, with all the seeds of Ethernet in it. */
export function fuzzCaptures(): Uint8Array[] {
  const packets = fuzzSeeds().filter(({ linkType }) => linkType === 1)
  return [true, false].flatMap((littleEndian) => {
    const pcap = new CaptureBytes({ littleEndian }).pcapHeader()
    const pcapng = new CaptureBytes({ littleEndian }).section().interface()
    const empty = () => new CaptureBytes({ littleEndian })
    for (const { bytes } of packets.slice(0, 6)) {
      pcap.pcapRecord({ seconds: 1_700_000_000, data: [...bytes] })
      pcapng.enhancedPacket({ high: 0x60000, low: 9, data: [...bytes] })
      pcapng.block(
        3,
        empty()
          .u32(bytes.length)
          .u8(...bytes),
      )
      pcapng.block(4, empty().u32(0))
    }
    return [pcap.toBytes(), pcapng.toBytes()]
  })
}

/** Random numbers that the seed decides (mulberry32, Tommy Ettinger, public domain). */
export class FuzzRandom {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T
  }
}

/** Values at which lengths and counts go wrong. */
const edges = [0, 1, 2, 3, 4, 0x7f, 0x80, 0xc0, 0xfe, 0xff]

/** The bytes with one to eight damages: values, runs, cuts, repeats, parts of another input. */
export function mutate(bytes: Uint8Array, other: Uint8Array, random: FuzzRandom): Uint8Array {
  let result = Uint8Array.from(bytes)
  for (let count = 1 + random.below(8); count > 0 && result.length > 0; count--) {
    const at = random.below(result.length)
    const kind = random.below(8)
    if (kind < 3) result[at] = random.pick(edges)
    else if (kind === 3) result[at] = random.below(256)
    else if (kind === 4) result[at] = (result[at] as number) ^ (1 << random.below(8))
    else if (kind === 5) result = result.slice(0, at)
    else if (kind === 6) result = repeatPart(result, at, random)
    else result = spliced(result, { at, other, random })
  }
  return result
}

function repeatPart(bytes: Uint8Array, at: number, random: FuzzRandom): Uint8Array<ArrayBuffer> {
  const part = bytes.subarray(at, at + 1 + random.below(16))
  return concatenated([bytes.subarray(0, at), part, part, bytes.subarray(at)])
}

function spliced(
  bytes: Uint8Array,
  { at, other, random }: { at: number; other: Uint8Array; random: FuzzRandom },
): Uint8Array<ArrayBuffer> {
  const from = random.below(other.length + 1)
  return concatenated([bytes.subarray(0, at), other.subarray(from, from + random.below(64))])
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

/** Pieces of random lengths, often very short ones. */
export function cutRandomly(bytes: Uint8Array, random: FuzzRandom): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = random.below(4) === 0 ? random.below(8) : 1 + random.below(200)
    pieces.push(bytes.slice(at, at + length))
    at += length
  }
  return pieces
}

import { type DissectedLayer, type Layer, type Next, printable } from './layer.ts'
import { arp, cooked, ethernet, ipv4, ipv6, vlan } from './link-layers.ts'
import type { ShownPacket } from './read-pcap.ts'
import { dns, icmp, tcp, udp } from './transport-layers.ts'

type Dissector = (bytes: Uint8Array, start: number, end: number) => DissectedLayer

const dissectors: Readonly<Record<string, Dissector>> = {
  Ethernet: ethernet,
  'Linux cooked': cooked,
  VLAN: vlan,
  ARP: arp,
  IPv4: ipv4,
  IPv6: ipv6,
  TCP: tcp,
  UDP: udp,
  ICMP: icmp('ICMP'),
  ICMPv6: icmp('ICMPv6'),
  DNS: dns,
}

/** LINKTYPE_ values (https://www.tcpdump.org/linktypes.html) that have a reader here. */
const linkTypes: Readonly<Record<number, string>> = { 1: 'Ethernet', 113: 'Linux cooked' }
const rawLinkTypes = new Set([12, 101, 228, 229])

/** More layers than any packet has; each takes at least a byte. */
const layerCountMax = 12

/** The layers of a packet from the link upwards, as far as they are understood; the rest is data. */
export function dissect({ bytes, linkType }: Pick<ShownPacket, 'bytes' | 'linkType'>): Layer[] {
  const layers: Layer[] = []
  let next: Next | undefined = {
    protocol: firstProtocol(bytes, linkType),
    start: 0,
    end: bytes.length,
  }
  while (next && next.start < next.end && layers.length < layerCountMax) {
    const dissector: Dissector | undefined = dissectors[next.protocol]
    if (!dissector) {
      layers.push(dataLayer(bytes, next))
      break
    }
    const found: DissectedLayer = dissector(bytes, next.start, next.end)
    layers.push(found.layer)
    next = found.next
  }
  return layers
}

function firstProtocol(bytes: Uint8Array, linkType: number): string {
  if (!rawLinkTypes.has(linkType)) return linkTypes[linkType] ?? 'Data'
  return (bytes[0] ?? 0) >> 4 === 6 ? 'IPv6' : 'IPv4'
}

function dataLayer(bytes: Uint8Array, { protocol, start, end }: Next): Layer {
  const value = printable(bytes.subarray(start, end))
  const name = protocol === 'Text' ? 'Payload' : 'Data'
  return { name, start, end, fields: [{ name: `${end - start} bytes`, value, start, end }] }
}

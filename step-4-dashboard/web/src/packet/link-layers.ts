import {
  type DissectedLayer,
  FieldReader,
  hex,
  ipv4Text,
  ipv6Text,
  macText,
  type Next,
} from './layer.ts'

/** EtherType by IEEE 802: what an Ethernet frame carries. */
const etherTypes: Readonly<Record<number, string>> = {
  2048: 'IPv4',
  34525: 'IPv6',
  2054: 'ARP',
  33024: 'VLAN',
  34984: 'VLAN',
}

/** Ethernet II; a length instead of a type (802.3) is shown as it is, and what follows as data. */
export function ethernet(bytes: Uint8Array, start: number, end: number): DissectedLayer {
  const reader = new FieldReader(bytes, start, end)
  reader.bytes('Destination', 6, macText)
  reader.bytes('Source', 6, macText)
  const next = etherType(reader, end)
  return { layer: { name: 'Ethernet', start, end: reader.offset, fields: reader.fields }, next }
}

/** IEEE 802.1Q: priority and number of the VLAN, then the type of what it carries. */
export function vlan(bytes: Uint8Array, start: number, end: number): DissectedLayer {
  const reader = new FieldReader(bytes, start, end)
  reader.number('VLAN', 2, (value) => String(value & 0x0fff))
  const next = etherType(reader, end)
  return { layer: { name: 'VLAN', start, end: reader.offset, fields: reader.fields }, next }
}

/** Linux cooked capture v1 (LINKTYPE_LINUX_SLL). */
export function cooked(bytes: Uint8Array, start: number, end: number): DissectedLayer {
  const reader = new FieldReader(bytes, start, end)
  reader.number('Packet type', 2)
  reader.number('ARPHRD type', 2)
  reader.number('Address length', 2)
  reader.bytes('Address', 8, macText)
  const next = etherType(reader, end)
  return { layer: { name: 'Linux cooked', start, end: reader.offset, fields: reader.fields }, next }
}

/** RFC 826: who says that which address is where. */
export function arp(bytes: Uint8Array, start: number, end: number): DissectedLayer {
  const reader = new FieldReader(bytes, start, end)
  reader.number('Hardware type', 2)
  reader.number('Protocol type', 2, (value) => hex(value, 4))
  reader.number('Hardware length', 1)
  reader.number('Protocol length', 1)
  reader.number('Operation', 2, (value) => operations[value] ?? String(value))
  reader.bytes('Sender MAC', 6, macText)
  reader.bytes('Sender IP', 4, ipv4Text)
  reader.bytes('Target MAC', 6, macText)
  reader.bytes('Target IP', 4, ipv4Text)
  const layer = { name: 'ARP', start, end: reader.offset, fields: reader.fields }
  return { layer, next: rest(reader.offset, end) }
}

const operations: Readonly<Record<number, string>> = { 1: '1 (request)', 2: '2 (reply)' }

/** RFC 791. */
export function ipv4(bytes: Uint8Array, start: number, end: number): DissectedLayer {
  const reader = new FieldReader(bytes, start, end)
  const first = reader.number('Version, header length', 1, (value) => `4, ${(value & 15) * 4} B`)
  reader.number('DSCP, ECN', 1, (value) => hex(value, 2))
  const length = reader.number('Total length', 2)
  reader.number('Identification', 2, (value) => hex(value, 4))
  const fragment = reader.number('Flags, fragment offset', 2, fragmentText)
  reader.number('Time to live', 1)
  const protocol = reader.number('Protocol', 1, (value) =>
    `${value} ${ipProtocols[value] ?? ''}`.trim(),
  )
  reader.number('Header checksum', 2, (value) => hex(value, 4))
  reader.bytes('Source', 4, ipv4Text)
  reader.bytes('Destination', 4, ipv4Text)
  const headerEnd = Math.min(end, start + Math.max(20, (first & 15) * 4))
  reader.bytes('Options', headerEnd - reader.offset, (options) => `${options.length} B`)
  const dataEnd = Math.min(end, start + Math.max(length, headerEnd - start))
  const isLater = (fragment & 0x1fff) > 0
  const name = isLater ? 'Data' : (ipProtocols[protocol] ?? 'Data')
  const layer = { name: 'IPv4', start, end: reader.offset, fields: reader.fields }
  return { layer, next: { protocol: name, start: headerEnd, end: dataEnd } }
}

/** RFC 8200; extension headers are shown as data. */
export function ipv6(bytes: Uint8Array, start: number, end: number): DissectedLayer {
  const reader = new FieldReader(bytes, start, end)
  reader.number('Version, traffic class, flow label', 4, (value) => hex(value, 8))
  const length = reader.number('Payload length', 2)
  const protocol = reader.number('Next header', 1, (value) =>
    `${value} ${ipProtocols[value] ?? ''}`.trim(),
  )
  reader.number('Hop limit', 1)
  reader.bytes('Source', 16, ipv6Text)
  reader.bytes('Destination', 16, ipv6Text)
  const layer = { name: 'IPv6', start, end: reader.offset, fields: reader.fields }
  const dataEnd = length === 0 ? end : Math.min(end, reader.offset + length)
  const next = { protocol: ipProtocols[protocol] ?? 'Data', start: reader.offset, end: dataEnd }
  return { layer, next }
}

/** IANA protocol numbers, of those that have a reader here. */
const ipProtocols: Readonly<Record<number, string>> = {
  1: 'ICMP',
  6: 'TCP',
  17: 'UDP',
  58: 'ICMPv6',
}

function etherType(reader: FieldReader, end: number): Next | undefined {
  const type = reader.number('Type', 2, (value) =>
    `${hex(value, 4)} ${etherTypes[value] ?? ''}`.trim(),
  )
  return { protocol: etherTypes[type] ?? 'Data', start: reader.offset, end }
}

function fragmentText(value: number): string {
  const flags = [value & 0x4000 && 'do not fragment', value & 0x2000 && 'more fragments']
  return [...flags.filter(Boolean), `offset ${(value & 0x1fff) * 8}`].join(', ')
}

function rest(start: number, end: number): Next {
  return { protocol: 'Data', start, end }
}

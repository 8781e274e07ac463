import { expect, test } from 'vitest'
import { decode, lead } from '../../test/decode-bytes.ts'
import {
  arp,
  type Bytes,
  client4,
  client6,
  ethernet,
  icmp,
  ipv4,
  ipv6,
  server4,
  server6,
  tcp,
  u16,
  u32,
  udp,
  vlan,
  zeros,
} from '../../test/packet-bytes.ts'
import { hello, tcp4 } from '../../test/packet-samples.ts'
import { arpOperation, isEthernetArp } from './arp.ts'
import { Malformed } from './frame.ts'

test('reads every field of a TCP segment', () => {
  const options = [2, 4, 5, 180, 1, 3, 3, 7]
  const bytes = ethernet(0x8100, vlan(42, 0x0800, ipv4(6, tcp(hello, { options }))))
  const { frame, layers } = decode(bytes)
  expect(layers).toBe('ipv4 tcp vlan')
  expect(frame).toMatchObject({
    destinationMacOffset: lead,
    sourceMacOffset: lead + 6,
    etherType: 0x0800,
    vlanId: 42,
    networkOffset: lead + 18,
    addressLength: 4,
    timeToLive: 64,
    ipLength: 53,
    protocol: 6,
    transportOffset: lead + 38,
    sourcePort: 40_000,
    destinationPort: 80,
    tcpFlags: 0x18,
    tcpSequence: 0xfffffff0,
    tcpAcknowledgement: 0x80000001,
    tcpWindow: 1024,
    payloadOffset: lead + 66,
    payloadLength: 5,
    payloadWireLength: 5,
  })
})

test('keeps the outer of two VLAN ids', () => {
  const bytes = ethernet(0x88a8, vlan(100, 0x8100, vlan(200, 0x0800, tcp4)))
  expect(decode(bytes).frame.vlanId).toBe(100)
})

test('reads UDP over IPv6 behind extension headers', () => {
  const headers = [43, 0, ...zeros(6), 60, 0, ...zeros(6), 17, 1, ...zeros(14)]
  const { frame, layers, source, destination, payload } = decode(
    ethernet(0x86dd, ipv6(0, [...headers, ...udp(hello)])),
  )
  expect(layers).toBe('ipv6 udp')
  expect({ source, destination, payload }).toEqual({
    source: client6,
    destination: server6,
    payload: hello,
  })
  expect(frame).toMatchObject({ addressLength: 16, timeToLive: 63, protocol: 17 })
})

test('gives ICMP its type and code as ports, in both versions', () => {
  const v4 = decode(ethernet(0x0800, ipv4(1, icmp(8, 0, hello))))
  expect(v4).toMatchObject({ layers: 'ipv4 icmp', outer: 'ipv4 icmp', payload: hello })
  expect(v4.frame).toMatchObject({ sourcePort: 8, destinationPort: 0 })
  const v6 = decode(ethernet(0x86dd, ipv6(58, icmp(1, 4, hello))))
  expect(v6).toMatchObject({ layers: 'ipv6 icmpv6', payload: hello })
  expect(v6.frame).toMatchObject({ sourcePort: 1, destinationPort: 4 })
})

test('reads the ports of SCTP', () => {
  const { frame, layers } = decode(
    ethernet(0x0800, ipv4(132, [...u16(38_412), ...u16(99), ...zeros(8)])),
  )
  expect(layers).toBe('ipv4 sctp')
  expect(frame).toMatchObject({ sourcePort: 38_412, destinationPort: 99 })
})

test('reads the addresses and the operation of ARP', () => {
  const { frame, packet, layers, source, destination } = decode(ethernet(0x0806, arp(2)))
  expect({ layers, source, destination }).toEqual({
    layers: 'arp',
    source: client4,
    destination: server4,
  })
  expect(arpOperation(packet.bytes, frame)).toBe(2)
  expect(isEthernetArp(packet.bytes, frame)).toBe(true)
})

test('marks DNS by its port, where there is a payload', () => {
  const onPort = (port: number, payload: Bytes) =>
    decode(ethernet(0x0800, ipv4(17, udp(payload, port, 40_000)))).layers
  expect(onPort(53, hello)).toBe('ipv4 udp dns')
  expect(onPort(54, hello)).toBe('ipv4 udp')
  expect(onPort(53, [])).toBe('ipv4 udp')
  expect(decode(ethernet(0x0800, ipv4(6, tcp(hello, { destination: 53 })))).layers).toBe(
    'ipv4 tcp dns',
  )
})

test('goes on only from the first fragment', () => {
  const at = (fragment: number) =>
    decode(ethernet(0x0800, ipv4(6, tcp(hello), { fragment, id: 513 })))
  expect(at(0x2000)).toMatchObject({ layers: 'ipv4 tcp fragment', outer: 'ipv4 tcp fragment' })
  expect(at(0x2001)).toMatchObject({ layers: 'ipv4 fragment laterFragment' })
  expect(at(0x0002).frame).toMatchObject({
    fragmentId: 513,
    fragmentOffset: 16,
    transportOffset: -1,
  })
  expect(at(0x4000).layers).toBe('ipv4 tcp')
})

test('goes on only from the first IPv6 fragment, and through an atomic one', () => {
  const at = (word: number) =>
    decode(ethernet(0x86dd, ipv6(44, [17, 0, ...u16(word), ...u32(0xcafe0001), ...udp(hello)])))
  expect(at(0x0001).layers).toBe('ipv6 udp fragment')
  expect(at(0x0009)).toMatchObject({ layers: 'ipv6 fragment laterFragment' })
  expect(at(0x0009).frame).toMatchObject({
    protocol: 17,
    fragmentId: 0xcafe0001,
    fragmentOffset: 8,
  })
  expect(at(0).layers).toBe('ipv6 udp')
})

test('takes the padding of a short Ethernet frame for no payload', () => {
  const bytes = [...ethernet(0x0800, ipv4(6, tcp([]))), ...zeros(6)]
  expect(decode(bytes).frame).toMatchObject({ payloadLength: 0, payloadWireLength: 0 })
})

test('takes the length of a packet from the link where its own is zero', () => {
  const v4 = decode(ethernet(0x0800, ipv4(6, tcp(hello), { length: 0 })))
  expect(v4).toMatchObject({ payload: hello })
  expect(v4.frame.ipLength).toBe(45)
  expect(decode(ethernet(0x86dd, ipv6(17, udp(hello), 0))).payload).toEqual(hello)
})

test.each([
  ['an IPv4 version of 5', ipv4(6, tcp(hello), { version: 5 }), 'badVersion', 14, 'ipv4'],
  ['an IPv4 header of 16 bytes', ipv4(6, tcp(hello), { headerWords: 4 }), 'badLength', 14, 'ipv4'],
  ['an IPv4 length below its header', ipv4(6, tcp(hello), { length: 19 }), 'badLength', 16, 'ipv4'],
  [
    'a TCP header of 16 bytes',
    ipv4(6, tcp(hello, { headerWords: 4 })),
    'badLength',
    46,
    'ipv4 tcp',
  ],
  [
    'TCP options beyond the packet',
    ipv4(6, tcp([], { headerWords: 8 })),
    'badLength',
    46,
    'ipv4 tcp',
  ],
  ['a UDP length of 7', ipv4(17, udp(hello, 1, 2, 7)), 'badLength', 38, 'ipv4 udp'],
  ['a UDP length beyond the packet', ipv4(17, udp(hello, 1, 2, 99)), 'badLength', 38, 'ipv4 udp'],
] as const)('says where and why: %s', (_name, packet, reason, offset, outer) => {
  const { frame, outer: actual } = decode(ethernet(0x0800, packet))
  expect({ reason: frame.malformed, offset: frame.malformedOffset - lead, outer: actual }).toEqual({
    reason: Malformed[reason],
    offset,
    outer,
  })
})

test('tells a packet that the sender cut from one that the snap length cut', () => {
  const bytes = ethernet(0x0800, tcp4)
  const sent = decode(bytes, { capturedLength: 40, originalLength: 40 })
  expect(sent.frame.malformed).toBe(Malformed.truncated)
  expect(sent.layers).toBe('ipv4')
  const snapped = decode(bytes, { capturedLength: 40 })
  expect(snapped.frame.malformed).toBe(Malformed.none)
  expect(snapped).toMatchObject({ layers: 'ipv4 cut', outer: 'ipv4 tcp' })
})

test('knows the length of a payload that the snap length cut', () => {
  const { frame } = decode(ethernet(0x0800, ipv4(6, tcp(zeros(1000)))), { capturedLength: 96 })
  expect(frame).toMatchObject({ payloadLength: 42, payloadWireLength: 1000, malformed: 0 })
})

test('goes no further than IPv4 options that the snap length cut', () => {
  const bytes = ethernet(0x0800, ipv4(6, tcp(hello), { headerWords: 15 }))
  expect(decode(bytes, { capturedLength: 14 + 40 })).toMatchObject({
    layers: 'ipv4 cut',
    outer: 'ipv4',
  })
})

test('takes the bytes behind an IP packet for padding, not for its transport', () => {
  const v4 = decode(ethernet(0x0800, ipv4(6, tcp(hello), { length: 39 })))
  expect(v4.layers).toBe('ipv4')
  expect(v4.frame.malformed).toBe(Malformed.truncated)
  const v6 = decode(ethernet(0x86dd, ipv6(17, udp(hello), 7)))
  expect(v6.layers).toBe('ipv6')
  expect(v6.frame.malformed).toBe(Malformed.truncated)
})

test('stops where the snap length cut an IPv6 extension header', () => {
  const bytes = ethernet(0x86dd, ipv6(0, [17, 0, ...zeros(6), ...udp(hello)]))
  expect(decode(bytes, { capturedLength: 14 + 40 + 7 })).toMatchObject({
    layers: 'ipv6 cut',
    outer: 'ipv6',
  })
  expect(decode(bytes, { capturedLength: 14 + 40 + 16 }).layers).toBe('ipv6 udp')
})

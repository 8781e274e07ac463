import { expect, test } from 'vitest'
import { decode, lead } from '../../test/decode-bytes.ts'
import {
  arp,
  type Bytes,
  ethernet,
  icmp,
  ipv4,
  ipv6,
  u16,
  udp,
  vlan,
  zeros,
} from '../../test/packet-bytes.ts'
import { hello, linksToTcp, ofEthernet, tcp4 } from '../../test/packet-samples.ts'
import { tunnels } from '../../test/tunnel-samples.ts'
import { LinkType } from '../pcap/link-type.ts'
import { headerCountMax } from './decode-frame.ts'
import { type Frame, Layer, Malformed } from './frame.ts'
import { extensionHeaderCountMax } from './ipv6.ts'
import { mplsLabelCountMax } from './mpls.ts'

test.each([
  ['VLAN tags', LinkType.ethernet, ethernet(0x8100, repeat(vlan(1, 0x8100, []), 100))],
  ['IPv6 in IPv6', LinkType.ipv6, nest(100, (inside) => ipv6(41, inside))],
  ['GRE', LinkType.ipv4, nest(100, (inside) => ipv4(47, [0, 0, ...u16(0x0800), ...inside]))],
  ['IPv6 extension headers', LinkType.ipv6, ipv6(60, repeat([60, 0, ...zeros(6)], 100))],
  ['MPLS labels', LinkType.ethernet, ethernet(0x8847, repeat([0, 1, 0, 64], 100))],
  ['AH', LinkType.ipv4, ipv4(51, repeat([51, 1, ...zeros(10)], 100))],
])('stops at 100 %s in a row', (_name, linkType, bytes) => {
  expect(decode(bytes, { linkType }).frame.malformed).toBe(Malformed.tooDeep)
})

test('takes as many headers in a row as are allowed', () => {
  const tags = headerCountMax - 3
  const bytes = ethernet(0x8100, [
    ...repeat(vlan(1, 0x8100, []), tags - 1),
    ...vlan(1, 0x0800, tcp4),
  ])
  expect(decode(bytes).layers).toBe('ipv4 tcp vlan')
  const extensions = [...repeat([60, 0, ...zeros(6)], extensionHeaderCountMax - 1), 17, ...zeros(7)]
  expect(decode(ipv6(60, [...extensions, ...udp(hello)]), { linkType: 229 }).layers).toBe(
    'ipv6 udp',
  )
  const labels = [...repeat([0, 1, 0, 64], mplsLabelCountMax - 1), 0, 1, 1, 64, ...tcp4]
  expect(decode(ethernet(0x8847, labels)).layers).toBe('ipv4 tcp')
})

function repeat(bytes: Bytes, count: number): Bytes {
  return Array.from({ length: count }, () => bytes).flat()
}

function nest(count: number, wrap: (inside: Bytes) => Bytes): Bytes {
  let bytes: Bytes = tcp4
  for (let i = 0; i < count; i++) bytes = wrap(bytes)
  return bytes
}

test('never reads beyond the captured bytes, wherever they end', () => {
  const packets = [
    ...Object.values(linksToTcp),
    ...Object.values(tunnels).map(({ bytes, outer }) =>
      ofEthernet(ethernet(outer.startsWith('ipv4') ? 0x0800 : 0x86dd, bytes)),
    ),
    ofEthernet(ethernet(0x0806, arp(1))),
    ofEthernet(ethernet(0x0800, ipv4(1, icmp(8, 0, hello)))),
  ]
  for (const { linkType, bytes } of packets) {
    for (let length = 0; length < bytes.length; length++) {
      for (const originalLength of [length, bytes.length]) {
        const { frame } = decode(bytes, { linkType, capturedLength: length, originalLength })
        expect(lastReadOffset(frame)).toBeLessThanOrEqual(lead + length)
        expect(frame.payloadWireLength).toBeLessThanOrEqual(originalLength)
      }
    }
  }
})

/** The end of the furthest thing that the frame says is there. */
function lastReadOffset(frame: Frame): number {
  const { layers, sourceAddressOffset, destinationAddressOffset, addressLength } = frame
  const ends = [0, frame.sourceMacOffset + 6, frame.destinationMacOffset + 6]
  if (addressLength > 0) {
    ends.push(sourceAddressOffset + addressLength, destinationAddressOffset + addressLength)
  }
  const transport = layers & Layer.tcp ? 20 : layers & Layer.udp ? 8 : layers & Layer.icmp ? 4 : 0
  if (transport > 0) ends.push(frame.transportOffset + transport)
  if (frame.payloadLength > 0) ends.push(frame.payloadOffset + frame.payloadLength)
  return Math.max(...ends)
}

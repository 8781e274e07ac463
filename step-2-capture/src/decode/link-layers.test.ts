import { expect, test } from 'vitest'
import { decode } from '../../test/decode-bytes.ts'
import { client4, ethernet, server4, u16, zeros } from '../../test/packet-bytes.ts'
import { hello, length8023, linksToTcp, snap, tcp4 } from '../../test/packet-samples.ts'
import { LinkType } from '../pcap/link-type.ts'

test.each(Object.entries(linksToTcp))('reaches TCP through %s', (_name, { linkType, bytes }) => {
  const { frame, layers, outer, source, destination, payload } = decode(bytes, { linkType })
  expect({ layers, outer, malformed: frame.malformed }).toEqual({
    layers: 'ipv4 tcp',
    outer: 'ipv4 tcp',
    malformed: 0,
  })
  expect({ source, destination, payload }).toEqual({
    source: client4,
    destination: server4,
    payload: hello,
  })
})

test.each([
  ['the link type', 147, tcp4],
  ['the EtherType', LinkType.ethernet, ethernet(0x88cc, tcp4)],
  ['the LLC service', LinkType.ethernet, length8023([0x42, 0x42, 3, ...tcp4])],
  ['the loopback family', LinkType.null, [7, 0, 0, 0, ...tcp4]],
  ['the PPP protocol', LinkType.ppp, [0xff, 3, 0xc0, 0x21, ...tcp4]],
  ['the version of raw IP', LinkType.raw, [0x50, ...tcp4.slice(1)]],
  ['an encrypted 802.11 frame', LinkType.ieee80211, [8, 0x42, ...zeros(22), ...snap(0x0800, tcp4)]],
  ['an encrypted MACsec frame', LinkType.ethernet, ethernet(0x88e5, [0x0c, ...zeros(5), ...tcp4])],
  [
    'a netlink message',
    LinkType.linuxSll,
    [0, 0, ...u16(824), ...zeros(10), ...u16(0x0800), ...tcp4],
  ],
] as const)('does not guess when it does not know %s', (_name, linkType, bytes) => {
  const { frame, layers, outer } = decode(bytes, { linkType })
  expect({ layers, outer, malformed: frame.malformed }).toEqual({
    layers: '',
    outer: '',
    malformed: 0,
  })
})

test.each([0x8100, 0x88a8, 0x9100, 0x9200])(
  'reaches TCP behind two tags, the outer of type %i',
  (outer) => {
    const bytes = ethernet(outer, [0, 3, ...u16(0x8100), 0, 4, ...u16(0x0800), ...tcp4])
    const { frame, layers } = decode(bytes)
    expect({ layers, vlan: frame.vlanId }).toEqual({ layers: 'ipv4 tcp vlan', vlan: 3 })
  },
)

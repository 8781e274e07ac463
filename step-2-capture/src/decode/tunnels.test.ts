import { expect, test } from 'vitest'
import { decode } from '../../test/decode-bytes.ts'
import {
  client4,
  client6,
  ethernet,
  ipv4,
  server6,
  u16,
  udp,
  zeros,
} from '../../test/packet-bytes.ts'
import { hello, udp6 } from '../../test/packet-samples.ts'
import { inner, tunnels } from '../../test/tunnel-samples.ts'
import { Malformed } from './frame.ts'

test.each(Object.entries(tunnels))('looks into %s', (_name, { bytes, outer }) => {
  const type = outer.startsWith('ipv4') ? 0x0800 : 0x86dd
  const result = decode(ethernet(type, bytes))
  expect(result).toMatchObject({
    layers: 'ipv6 udp tunnel',
    outer,
    source: client6,
    destination: server6,
    payload: hello,
  })
  expect(result.frame.malformed).toBe(Malformed.none)
})

test('remembers the ends of the tunnel', () => {
  const { frame, packet } = decode(ethernet(0x0800, tunnels.VXLAN?.bytes ?? []))
  const { outerSourceAddressOffset: at } = frame
  expect([...packet.bytes.subarray(at, at + frame.outerAddressLength)]).toEqual(client4)
  expect(frame).toMatchObject({ outerSourcePort: 1, outerDestinationPort: 4789, sourcePort: 5353 })
})

test.each([
  ['VXLAN', udp([0, 0, 0, 0, ...zeros(4), ...inner], 1, 4789)],
  ['Geneve', udp([0x40, 0, ...u16(0x6558), ...zeros(4), ...inner], 1, 6081)],
  ['GTP-U', udp([0x30, 1, ...zeros(6), ...udp6], 1, 2152)],
  ['TZSP', udp([2, 0, 0, 1, 1, ...inner], 1, 37_008)],
  ['TZSP, kept alive', udp([1, 4, 0, 1, 1, ...inner], 1, 37_008)],
  ['L2TP, a control message', udp([0xc8, 2, ...u16(12), ...zeros(8)], 1701, 1701)],
  ['L2TP of another length', udp([0x40, 2, ...u16(9), ...zeros(4), 0x57, ...udp6], 1, 1701)],
  ['L2TP 3, a control message', udp([0, 3, 0, 0, 0, 0, 0, 0, ...inner], 1, 1701)],
  ['Teredo', udp([...udp6, 0], 1, 3544)],
  ['LISP', udp([0x80, ...zeros(7), ...udp6, 0], 1, 4341)],
  ['MPLS', udp([0, 1, 1, 64, ...udp6, 0], 1, 6635)],
  ['CAPWAP, encrypted', udp([1, 0x10, 0, 0, ...zeros(4), ...inner], 1, 5247)],
])('leaves a payload on the port of %s alone that is something else', (_name, payload) => {
  const { layers, frame } = decode(ethernet(0x0800, ipv4(17, payload)))
  expect(layers).toBe('ipv4 udp')
  expect(frame.malformed).toBe(Malformed.none)
})

import { type Bytes, ethernet, ipv4, ipv6, u16, udp, zeros } from './packet-bytes.ts'
import { dataFrame, snap, udp6 } from './packet-samples.ts'

/** Packets for tests: the same datagram in each tunnel that the decoder knows. */
export const inner = ethernet(0x86dd, udp6)
export const vxlan = (flags: number, next: number, payload: Bytes) => [
  flags,
  0,
  0,
  next,
  ...zeros(4),
  ...payload,
]
export const tunnels: Record<string, { bytes: Bytes; outer: string }> = {
  'IP in IP': { bytes: ipv4(41, udp6), outer: 'ipv4' },
  'IPv6 in IPv6': { bytes: ipv6(41, udp6), outer: 'ipv6' },
  'IPv6 in IPv6 behind AH': {
    bytes: ipv6(51, [41, 1, ...zeros(10), ...udp6]),
    outer: 'ipv6',
  },
  GRE: { bytes: ipv4(47, [0, 0, ...u16(0x86dd), ...udp6]), outer: 'ipv4' },
  'GRE with all its fields': {
    bytes: ipv4(47, [0xb0, 0, ...u16(0x6558), ...zeros(12), ...inner]),
    outer: 'ipv4',
  },
  PPTP: {
    bytes: ipv4(47, [0x30, 0x81, ...u16(0x880b), ...zeros(12), 0x57, ...udp6]),
    outer: 'ipv4',
  },
  'ERSPAN I': { bytes: ipv4(47, [0, 0, ...u16(0x88be), ...inner]), outer: 'ipv4' },
  'ERSPAN II': {
    bytes: ipv4(47, [0x10, 0, ...u16(0x88be), ...zeros(12), ...inner]),
    outer: 'ipv4',
  },
  'ERSPAN III': {
    bytes: ipv4(47, [0x10, 0, ...u16(0x22eb), ...zeros(4), ...zeros(12), ...inner]),
    outer: 'ipv4',
  },
  'ERSPAN III of IP, with a header of its platform': {
    bytes: ipv4(47, [0x10, 0, ...u16(0x22eb), ...zeros(14), 8, 1, ...zeros(8), ...udp6]),
    outer: 'ipv4',
  },
  'EoIP of MikroTik': {
    bytes: ipv4(47, [0x20, 1, ...u16(0x6400), ...u16(inner.length), 7, 0, ...inner]),
    outer: 'ipv4',
  },
  'WCCP 2': { bytes: ipv4(47, [0, 0, ...u16(0x883e), 0, 0, 0, 0, ...udp6]), outer: 'ipv4' },
  'L2TP 3 over IP': {
    bytes: ipv4(115, [0, 0, 0, 9, 1, 2, 3, 4, 0, 0, 0, 0, ...inner]),
    outer: 'ipv4',
  },
  TZSP: {
    bytes: ipv4(17, udp([1, 0, 0, 1, 0, 10, 1, 200, 1, ...inner], 1, 37_008)),
    outer: 'ipv4 udp',
  },
  'TZSP of a wireless card': {
    bytes: ipv4(17, udp([1, 1, 0, 0x12, 1, ...dataFrame, ...snap(0x86dd, udp6)], 1, 37_008)),
    outer: 'ipv4 udp',
  },
  'L2TP 2': {
    bytes: ipv4(17, udp([0, 2, 0, 7, 0, 8, 0xff, 3, ...u16(0x57), ...udp6], 1, 1701)),
    outer: 'ipv4 udp',
  },
  'L2TP 2 with all its fields, from its port': {
    bytes: ipv4(
      17,
      udp(
        [...[0x4a, 2, ...u16(17 + udp6.length), 0, 7, 0, 8, 0, 1, 0, 0, 0, 2, 9, 9, 0x57], ...udp6],
        1701,
        40_000,
      ),
    ),
    outer: 'ipv4 udp',
  },
  'L2TP 3': {
    bytes: ipv4(17, udp([0, 3, 0, 0, 0, 0, 0, 9, ...inner], 1701, 1701)),
    outer: 'ipv4 udp',
  },
  'VXLAN on the port of Linux, with a policy': {
    bytes: ipv4(17, udp(vxlan(0x88, 0, inner), 1, 8472)),
    outer: 'ipv4 udp',
  },
  Teredo: { bytes: ipv4(17, udp(udp6, 3544, 50_000)), outer: 'ipv4 udp' },
  'Teredo with authentication and origin': {
    bytes: ipv4(17, udp([0, 1, 0, 0, ...zeros(9), 0, 0, ...zeros(6), ...udp6], 50_000, 3544)),
    outer: 'ipv4 udp',
  },
  LISP: { bytes: ipv4(17, udp([0x80, ...zeros(7), ...udp6], 1, 4341)), outer: 'ipv4 udp' },
  'MPLS over UDP': { bytes: ipv4(17, udp([0, 1, 1, 64, ...udp6], 1, 6635)), outer: 'ipv4 udp' },
  CAPWAP: {
    bytes: ipv4(17, udp([0, 0x10, 0, 0, ...zeros(4), ...inner], 1, 5247)),
    outer: 'ipv4 udp',
  },
  'CAPWAP of 802.11': {
    bytes: ipv4(
      17,
      udp([0, 0x10, 3, 0, ...zeros(4), ...dataFrame, ...snap(0x86dd, udp6)], 5247, 1),
    ),
    outer: 'ipv4 udp',
  },
  EtherIP: { bytes: ipv4(97, [0x30, 0, ...inner]), outer: 'ipv4' },
  'MPLS in IP': { bytes: ipv4(137, [0, 1, 1, 64, ...udp6]), outer: 'ipv4' },
  VXLAN: { bytes: ipv4(17, udp(vxlan(8, 0, inner), 1, 4789)), outer: 'ipv4 udp' },
  'VXLAN with a next protocol': {
    bytes: ipv4(17, udp(vxlan(12, 2, udp6), 1, 4790)),
    outer: 'ipv4 udp',
  },
  Geneve: {
    bytes: ipv4(17, udp([1, 0, ...u16(0x6558), ...zeros(8), ...inner], 1, 6081)),
    outer: 'ipv4 udp',
  },
  'GTP-U': { bytes: ipv4(17, udp([0x30, 255, ...zeros(6), ...udp6], 1, 2152)), outer: 'ipv4 udp' },
  'GTP-U with an extension header': {
    bytes: ipv4(17, udp([0x34, 255, ...zeros(9), 0x85, 1, 0, 0, 0, ...udp6], 1, 2152)),
    outer: 'ipv4 udp',
  },
}

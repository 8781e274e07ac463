import type { Exercise } from '../exercise.ts'

export const flowKey: Exercise = {
  id: 'flow-key',
  step: 2,
  title: 'One key for both directions of a flow',
  minutes: 30,
  package: 'step-2-capture',
  file: 'flow/flow-key.ts',
  tests: ['src/flow/flow-key.test.ts'],
  hints: [
    'Find out first which end is low; everything else follows from that one boolean, which is also what you return.',
    'For IPv4, readWord(bytes, offset) gives an address as a number without a sign, so < compares as people do. For IPv6, compare bytes[source + i] with bytes[destination + i] for i from 0 to 15.',
    'Where the addresses are equal: sourceIsLow is !hasPorts(frame) || frame.sourcePort <= frame.destinationPort.',
    'Word 1 belongs to the order too: (low port << 16) | high port, where the low port is the source port if sourceIsLow. Without ports it must be 0, since index.key still holds the key before.',
  ],
  mistakes: [
    {
      mistake: 'gives each direction a key of its own',
      in: 'const sourceIsLow = source === destination ? hasLowerPort(frame) : source < destination',
      by: 'const sourceIsLow = true',
      caughtBy: 'is the same for both directions of an IPv4 connection',
    },
    {
      mistake: 'compares addresses with a sign',
      in: 'hasLowerPort(frame) : source < destination',
      by: 'hasLowerPort(frame) : (source | 0) < (destination | 0)',
      caughtBy: 'takes addresses above 127.255.255.255 for higher ones',
    },
    {
      mistake: 'does not order ports where the addresses are equal',
      in: 'return !hasPorts(frame) || frame.sourcePort <= frame.destinationPort',
      by: 'return true',
      caughtBy: 'is the same for both directions of a host that talks to itself',
    },
    {
      mistake: 'leaves the protocol out',
      in: 'key[0] = (frame.protocol << 8) | frame.addressLength',
      by: 'key[0] = frame.addressLength',
      caughtBy: 'differs with another protocol',
    },
    {
      mistake: 'orders the ports by themselves',
      in: 'return (low << 16) | high',
      by: 'return (Math.min(low, high) << 16) | Math.max(low, high)',
      caughtBy: 'holds protocol, ports and addresses, the lower address first',
    },
    {
      mistake: 'takes the type of an ICMP message for a port',
      in: 'if (!hasPorts(frame)) return 0',
      by: '',
      caughtBy: 'puts a ping and its errors into one flow, since ICMP has no ports',
    },
    {
      mistake: 'looks at half of an IPv6 address',
      in: 'for (let i = 0; i < 16; i++)',
      by: 'for (let i = 0; i < 8; i++)',
      caughtBy: 'holds both IPv6 addresses in full',
    },
    {
      mistake: 'returns which end is low, not whether the source is',
      in: 'return sourceIsLow\n}\n\nfunction writeIpv6Key',
      by: 'return true\n}\n\nfunction writeIpv6Key',
      caughtBy: 'says which end the sender of this packet is',
    },
    {
      mistake: 'compares the type and the code of ICMP as ports',
      in: '!hasPorts(frame) || frame.sourcePort <= frame.destinationPort',
      by: 'frame.sourcePort <= frame.destinationPort',
      caughtBy: 'says which end the sender of this packet is',
    },
    {
      mistake: 'compares IPv6 addresses from their end',
      in: 'for (let i = 0; i < 16; i++) {',
      by: 'for (let i = 15; i >= 0; i--) {',
      caughtBy: 'holds both IPv6 addresses in full',
    },
    {
      mistake: 'leaves the length of the key before',
      in: 'index.keyLength = flowKeyWordCount',
      by: '',
      caughtBy: 'holds both IPv6 addresses in full',
    },
  ],
}

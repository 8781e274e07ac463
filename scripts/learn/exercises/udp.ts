import type { Exercise } from '../exercise.ts'

export const udp: Exercise = {
  id: 'udp',
  step: 2,
  title: 'Decode a UDP header',
  minutes: 20,
  package: 'step-2-capture',
  file: 'decode/udp.ts',
  companions: ['decode/decode-plain.ts'],
  tests: ['src/decode/udp.test.ts'],
  hints: [
    'const at = frame.at. Layers are bits: frame.layers |= Layer.udp adds one, (frame.layers & Layer.ipv6) !== 0 asks for one.',
    'Ports and length are three calls of readUint16(bytes, …). A length of 0 in IPv6 becomes frame.wireEnd - at, before you compare it with 8.',
    'setPayload(frame, at + 8, end), where end is the smaller of at + length and frame.wireEnd. It knows by itself what was not captured.',
    'Call setPayload before you stop at a length beyond wireEnd, so that what is there is kept. The order at the end: stop or go on, DNS, frame.at = at + 8, return tunnelOf(frame.sourcePort, frame.destinationPort).',
  ],
  mistakes: [
    {
      mistake: 'lets the payload end where the packet ends',
      in: 'isShort ? frame.wireEnd : at + length',
      by: 'frame.wireEnd',
      caughtBy: 'ends the payload where the header says, not where the packet ends',
    },
    {
      mistake: 'takes a length below 8',
      in: 'if (length < 8) return',
      by: 'if (length < 0) return',
      caughtBy: 'stops at a length of 7, which is less than its own header',
    },
    {
      mistake: 'knows no jumbograms',
      in: 'if (length === 0 && (frame.layers & Layer.ipv6) !== 0) length = frame.wireEnd - at',
      by: '',
      caughtBy: 'takes the length 0 for a jumbogram in IPv6',
    },
    {
      mistake: 'takes every length 0 for a jumbogram',
      in: 'if (length === 0 && (frame.layers & Layer.ipv6) !== 0)',
      by: 'if (length === 0)',
      caughtBy: 'stops at a length of 0, which is less than its own header',
    },
    {
      mistake: 'refuses the first fragment of a datagram',
      in: 'if (isShort && (frame.layers & Layer.fragment) === 0)',
      by: 'if (isShort)',
      caughtBy: 'stops at a length beyond the packet, unless the rest comes in further fragments',
    },
    {
      mistake: 'reads beyond what was captured',
      in: 'if (frame.capturedEnd - at < 8) return stopShort(frame, at, 8)',
      by: '',
      caughtBy: 'stops at a header of which 7 bytes were captured',
    },
    {
      mistake: 'swaps the ports where it looks for a tunnel',
      in: 'tunnelOf(frame.sourcePort, frame.destinationPort)',
      by: 'tunnelOf(frame.destinationPort, frame.sourcePort)',
      caughtBy: 'goes on into a tunnel by its ports',
    },
    {
      mistake: 'marks no DNS',
      in: 'if (isDns(frame)) frame.layers |= Layer.dns',
      by: '',
      caughtBy: 'knows DNS by port 53 at either end',
    },
    {
      mistake: 'refuses a datagram without a payload',
      in: 'if (length < 8)',
      by: 'if (length <= 8)',
      caughtBy: 'takes a datagram without a payload',
    },
  ],
}

import type { Exercise } from '../exercise.ts'

export const ipv4: Exercise = {
  id: 'ipv4',
  step: 2,
  title: 'Decode an IPv4 header',
  minutes: 35,
  package: 'step-2-capture',
  file: 'decode/ipv4.ts',
  companions: ['decode/decode-plain.ts'],
  tests: ['src/decode/ipv4.test.ts'],
  hints: [
    'const at = frame.at, and every offset counts from it: the version is bytes[at] >>> 4, the header length (bytes[at] & 0x0f) * 4.',
    'readUint16(bytes, at + 2) is the length. If it is 0, all that was sent counts: frame.wireEnd - at.',
    'The check of step 6 comes after enterNetwork, so that a packet whose options were cut off still has its addresses. The end of the packet is at + length; pull wireEnd and capturedEnd back to it, but never push them out.',
    'const word = readUint16(bytes, at + 6). It is a fragment where (word & 0x3fff) !== 0, which leaves out the flag "do not fragment" (0x4000); its offset in bytes is (word & 0x1fff) * 8. Set fragmentOffset before you call enterFragment, which looks at it.',
  ],
  mistakes: [
    {
      mistake: 'takes the header for 20 bytes, whatever it says',
      in: 'const headerLength = (first & 0x0f) << 2',
      by: 'const headerLength = 20',
      caughtBy: 'finds the transport behind options',
    },
    {
      mistake: 'takes padding for payload',
      in: 'if (at + length < frame.wireEnd) frame.wireEnd = at + length',
      by: '',
      caughtBy: 'takes the padding of the link for no part of the packet',
    },
    {
      mistake: 'reads beyond what was captured',
      in: 'if (frame.capturedEnd - at < 20) return stopShort(frame, at, 20)',
      by: '',
      caughtBy: 'stops at a header of which 19 bytes were captured',
    },
    {
      mistake: 'refuses packets whose length a card left at 0',
      in: 'if (length === 0) length = frame.wireEnd - at',
      by: '',
      caughtBy: 'takes all that was sent where a card left the length at 0',
    },
    {
      mistake: 'takes IPv6 for IPv4',
      in: 'if (first >>> 4 !== 4) return stopMalformed(frame, Malformed.badVersion, at)',
      by: '',
      caughtBy: 'stops at another version, and says where',
    },
    {
      mistake: 'counts the fragment offset in bytes',
      in: '(fragment & fragmentOffsetMask) << 3',
      by: 'fragment & fragmentOffsetMask',
      caughtBy: 'goes on behind the first fragment, and no further behind a later one',
    },
    {
      mistake: 'takes the flag "do not fragment" for a fragment',
      in: 'if ((fragment & (moreFragments | fragmentOffsetMask)) !== 0)',
      by: 'if (fragment !== 0)',
      caughtBy: 'takes a packet that must not be cut up for no fragment',
    },
    {
      mistake: 'looks for a transport header in later fragments',
      in: 'if (frame.fragmentOffset > 0) return Header.none',
      by: '',
      caughtBy: 'goes on behind the first fragment, and no further behind a later one',
    },
    {
      mistake: 'swaps source and destination',
      in: 'frame.sourceAddressOffset = at + 12',
      by: 'frame.sourceAddressOffset = at + 16',
      caughtBy: 'reads the fields of a header, and names the header that follows',
    },
    {
      mistake: 'blames the capture for options that were never sent',
      in: 'stopShort(frame, at, headerLength)',
      by: 'stopShort(frame, at, 20)',
      caughtBy: 'stops at options that were never sent, which is the fault of the sender',
    },
  ],
}

import { forgetAfter, levels, limit, quantity, seconds } from '../seam/option.ts'
import { originOptions } from './flood-sources.ts'

export const fragmentAttackOptions = {
  contradictionCountMin: limit(1, {
    about: 'Fragments that contradict the others of their datagram; a host that cuts makes none',
    unit: 'fragments',
    source: 'RFC 791, RFC 1858, RFC 5722',
  }),
  contradictionLevels: levels(
    { low: 1, medium: 3 },
    {
      about: 'Count at which each severity starts; an end within what has come is medium at once',
      unit: 'fragments',
      source:
        'Teardrop (CERT CA-1997-28) needs one; damage on the way seldom strikes a pair thrice',
    },
  ),
  reuseSeconds: seconds(1, {
    about: 'Age of a datagram from which a new one of the same identification is taken for another',
    source: 'RFC 4963: 65,536 identifications last for 6 s at 100 Mbit/s',
  }),
  oversizedCountMin: limit(1, {
    about: 'Fragments that end beyond the longest datagram',
    unit: 'fragments',
    source: 'CERT CA-1996-26 (Ping of Death)',
  }),
  tinyCountMin: limit(3, {
    about: 'Datagrams of one host to another whose TCP header is cut in two',
    unit: 'datagrams',
    source: 'RFC 1858; the smallest link of IPv4 takes 68 bytes, and a TCP header has 20',
  }),
  unfinishedCountMin: limit(200, {
    about: 'Datagrams within a period of which a host got a small first piece and never the rest',
    unit: 'datagrams',
    source: 'the Rose attack (2003); Linux keeps 4 MiB of fragments',
  }),
  smallBytesMax: limit(256, {
    about: 'Data of a fragment that is small: every link of today takes more',
    unit: 'bytes',
    max: 65_535,
  }),
  finishedShareMax: quantity(0.1, {
    about:
      'Datagrams that became whole, as a share of those that did not, above which they are lost',
    unit: 'share',
    max: 1,
  }),
  periodSeconds: seconds(10, { about: 'Traffic time over which they are counted', min: 1 }),
  forgetAfterSeconds: forgetAfter('a pair of hosts is', 300),
  levels: levels({ medium: 200, high: 2_000 }, { unit: 'datagrams' }),
  ...originOptions,
}

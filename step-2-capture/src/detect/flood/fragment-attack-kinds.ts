import { techniques } from '../seam/techniques.ts'

const recommend =
  'No system cuts datagrams like this. Have the firewall put fragments together or drop them, and ' +
  'see that the target is up and has its updates: old systems stop at such fragments.'

export const fragmentAttackKinds = [
  {
    id: 'contradicting_fragments',
    title:
      '{source} sent {target} {fragments} that no system makes, with {how} (threshold: {limit})',
    technique: techniques['T1499.004'],
    recommend,
  },
  {
    id: 'oversized_datagram',
    title:
      '{source} sent {target} {fragments} that end beyond 65,535 bytes, the longest datagram ' +
      '(threshold: {limit})',
    technique: techniques['T1499.004'],
    recommend,
  },
  {
    id: 'tiny_fragments',
    title:
      '{source} cut the TCP header of {datagrams} to {target} in two, where a filter cannot see ' +
      'ports or flags (threshold: {limit})',
    technique: techniques.T1046,
    recommend:
      'Have the firewall put fragments together before it judges them, or drop the first ones that ' +
      'are too small (RFC 1858), and see what the target answered.',
  },
  {
    id: 'fragment_flood',
    title:
      '{target} got small first pieces of {datagrams} and never the rest in {span}, from {from} ' +
      '(threshold: {limit} in {period})',
    technique: techniques['T1499.001'],
    recommend:
      'Each piece holds memory of the target until it is given up. Drop fragments of this source at ' +
      'the nearest router; where the addresses are forged, find the switch port behind the MAC address.',
  },
] as const

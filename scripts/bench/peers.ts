/**
 * A program that reads the same capture, with what it makes of it. `FILE` stands for the capture and
 * `FOLDER` for one that is thrown away: softflowd deletes its files, so as root not /dev/null.
 */
export interface Peer {
  readonly name: string
  readonly does: string
  readonly command: readonly string[]
}

export const peers: readonly Peer[] = [
  {
    name: 'tcpdump -w',
    does: 'copies the records',
    command: ['tcpdump', '-r', 'FILE', '-w', '-'],
  },
  {
    name: 'tcpdump -tt -nn',
    does: 'decodes to a line of text',
    command: ['tcpdump', '-tt', '-nn', '-r', 'FILE'],
  },
  {
    name: 'softflowd',
    does: 'decodes into flows',
    command: ['softflowd', '-r', 'FILE', '-d', '-c', 'none', '-p', 'FOLDER/pid'],
  },
  {
    name: 'nfpcapd',
    does: 'decodes into flows, writes them',
    command: ['nfpcapd', '-r', 'FILE', '-w', 'FOLDER'],
  },
  {
    name: 'argus',
    does: 'decodes into flows, writes them',
    command: ['argus', '-r', 'FILE', '-w', '-'],
  },
  {
    name: 'ndpiReader',
    does: 'decodes into flows, names applications',
    command: ['ndpiReader', '-i', 'FILE', '-q'],
  },
  {
    name: 'tshark fields',
    does: 'decodes every protocol to fields',
    command: ['tshark', '-n', '-r', 'FILE', '-T', 'fields', '-e', 'ip.src', '-e', 'ip.dst'],
  },
]

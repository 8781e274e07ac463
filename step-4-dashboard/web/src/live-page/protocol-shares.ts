/** More slices than these cannot be told apart; the rest is one slice. */
const sliceCountMax = 7

export interface ProtocolShare {
  readonly name: string
  readonly packets: number
  /** 0 to 1. */
  readonly share: number
  /** 1 to 8: always the same for the same protocol. */
  readonly series: number
}

const series: ReadonlyMap<string, number> = new Map([
  ['TCP', 1],
  ['UDP', 2],
  ['ICMP', 3],
  ['ICMPv6', 4],
  ['ARP', 5],
  ['SCTP', 6],
  ['IPv6', 7],
])

/** The protocols by packets, the most frequent first, the smallest ones as `other`. */
export function protocolShares(protocols: Readonly<Record<string, number>>): ProtocolShare[] {
  const sorted = Object.entries(protocols)
    .filter(([, packets]) => packets > 0)
    .sort(([, a], [, b]) => b - a)
  const total = sorted.reduce((sum, [, packets]) => sum + packets, 0)
  const large = sorted.slice(0, sliceCountMax)
  const small = sorted.slice(sliceCountMax).reduce((sum, [, packets]) => sum + packets, 0)
  const slices = small > 0 ? [...large, ['other', small] as const] : large
  return slices.map(([name, packets]) => ({
    name,
    packets,
    share: packets / total,
    series: series.get(name) ?? 8,
  }))
}

/** What is added up for a host while its window is open: 32 doubles in a row, so 256 B a host. */
export const WindowTotal = {
  packetsSent: 0,
  packetsReceived: 1,
  bytesSent: 2,
  bytesReceived: 3,
  sizeSquaresSent: 4,
  gapSeconds: 5,
  gapSquares: 6,
  gapCount: 7,
  tcpSent: 8,
  udpSent: 9,
  icmpSent: 10,
  udpReceived: 11,
  icmpReceived: 12,
  flowsOpened: 13,
  flowsAccepted: 14,
  destinations: 15,
  ports: 16,
  pairs: 17,
  newPeers: 18,
  /** Sum of c · log2(c) over the destination ports, c flows each: what the entropy needs. */
  portLogSum: 19,
  failed: 20,
  synSent: 21,
  synAckSent: 22,
  resetsSent: 23,
  resetsReceived: 24,
  finsSent: 25,
  arpRequests: 26,
  arpTargets: 27,
  dnsQueries: 28,
  dnsNameLongest: 29,
  dnsEntropySum: 30,
  dnsFailures: 31,
} as const
export const windowTotalCount = 32

/** The totals of one host, by WindowTotal. */
export type WindowTotals = Float64Array

export function total(totals: WindowTotals, column: number): number {
  return totals[column] as number
}

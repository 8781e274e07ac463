import type { HostId } from '../flow/host-rows.ts'
import { portEntropy } from './port-entropy.ts'
import { WindowTotal as T, total, type WindowTotals } from './window-total.ts'

export interface HostFeatureDefinition<Name extends string> {
  readonly name: Name
  readonly unit: string
  readonly formula: string
  /** Counts and sizes have a long tail: models look at log(1 + x) of them. */
  readonly isHeavyTailed: boolean
  readonly of: (totals: WindowTotals) => number
}

/** What is measured of a host in each window of traffic time: name, unit, formula. */
export const hostFeatures = [
  sum('packets_sent', 'packets', 'packets whose source is the host', T.packetsSent),
  sum('packets_received', 'packets', 'packets whose destination is the host', T.packetsReceived),
  sum('bytes_sent', 'bytes', 'bytes on the wire of the packets sent', T.bytesSent),
  sum('bytes_received', 'bytes', 'bytes on the wire of the packets received', T.bytesReceived),
  share('sent_share', 'bytes sent / bytes sent and received', T.bytesSent, [
    T.bytesSent,
    T.bytesReceived,
  ]),
  mean('size_mean', 'bytes', 'bytes sent / packets sent', T.bytesSent, T.packetsSent),
  deviation('size_deviation', 'bytes', 'standard deviation of the sizes of packets sent', [
    T.packetsSent,
    T.bytesSent,
    T.sizeSquaresSent,
  ]),
  mean('gap_mean', 's', 'mean time between two packets of one flow', T.gapSeconds, T.gapCount),
  deviation('gap_deviation', 's', 'standard deviation of that time', [
    T.gapCount,
    T.gapSeconds,
    T.gapSquares,
  ]),
  share('tcp_share', 'TCP packets sent / packets sent', T.tcpSent, [T.packetsSent]),
  share('udp_share', 'UDP packets sent / packets sent', T.udpSent, [T.packetsSent]),
  share('icmp_share', 'ICMP and ICMPv6 packets sent / packets sent', T.icmpSent, [T.packetsSent]),
  sum('udp_received', 'packets', 'UDP packets received', T.udpReceived),
  sum('icmp_received', 'packets', 'ICMP and ICMPv6 packets received', T.icmpReceived),
  sum('flows_opened', 'flows', 'flows that the host originated', T.flowsOpened),
  sum('flows_accepted', 'flows', 'flows that others originated to it', T.flowsAccepted),
  sum('destinations', 'hosts', 'distinct hosts that it opened flows to', T.destinations),
  sum('ports', 'ports', 'distinct destination ports of those flows', T.ports),
  sum('pairs', 'pairs', 'distinct (destination, port) of those flows', T.pairs),
  sum('new_peers', 'hosts', 'destinations that it had not opened a flow to before', T.newPeers),
  feature('port_entropy', 'bits', 'entropy of the destination port over those flows', (totals) =>
    portEntropy(total(totals, T.flowsOpened), total(totals, T.portLogSum)),
  ),
  sum('failed_flows', 'flows', 'flows it opened that were refused or not answered', T.failed),
  share('failed_share', 'failed flows / flows opened', T.failed, [T.flowsOpened]),
  sum('syn_sent', 'packets', 'SYN without ACK sent', T.synSent),
  sum('syn_ack_sent', 'packets', 'SYN with ACK sent', T.synAckSent),
  sum('resets_sent', 'packets', 'RST sent', T.resetsSent),
  sum('resets_received', 'packets', 'RST received', T.resetsReceived),
  sum('fins_sent', 'packets', 'FIN sent', T.finsSent),
  share('syn_share', 'SYN sent / TCP packets sent', T.synSent, [T.tcpSent]),
  share('reset_share', 'RST received / packets received', T.resetsReceived, [T.packetsReceived]),
  sum('arp_requests', 'packets', 'ARP requests sent, gratuitous ones aside', T.arpRequests),
  sum('arp_targets', 'hosts', 'distinct addresses that they asked for', T.arpTargets),
  sum('dns_queries', 'queries', 'DNS queries sent', T.dnsQueries),
  sum('dns_name_longest', 'characters', 'longest name that they asked for', T.dnsNameLongest),
  mean(
    'dns_name_entropy',
    'bits',
    'mean entropy of the characters of those names',
    T.dnsEntropySum,
    T.dnsQueries,
  ),
  sum('dns_failures', 'answers', 'DNS answers received that say NXDOMAIN', T.dnsFailures),
] as const

/** A closed window of one host that sent something in it. `row` is valid only during the call. */
export interface HostWindow {
  readonly host: HostId
  readonly startUs: number
  readonly endUs: number
  /** One number a feature, in the order of `hostFeatures`. */
  readonly row: Float64Array
}

function feature<Name extends string>(
  name: Name,
  unit: string,
  formula: string,
  of: (totals: WindowTotals) => number,
): HostFeatureDefinition<Name> {
  return { name, unit, formula, isHeavyTailed: false, of }
}

/** A total as it is. */
function sum<Name extends string>(name: Name, unit: string, formula: string, column: number) {
  const of = (totals: WindowTotals) => total(totals, column)
  return { ...feature(name, unit, formula, of), isHeavyTailed: true }
}

/** A part of the sum of other totals, 0 to 1; 0 of nothing. */
function share<Name extends string>(name: Name, formula: string, part: number, of: number[]) {
  return feature(name, '', formula, (totals) => {
    let whole = 0
    for (const column of of) whole += total(totals, column)
    return whole === 0 ? 0 : Math.min(1, total(totals, part) / whole)
  })
}

function mean<Name extends string>(
  name: Name,
  unit: string,
  formula: string,
  summed: number,
  counted: number,
) {
  return feature(name, unit, formula, (totals) => {
    const count = total(totals, counted)
    return count === 0 ? 0 : total(totals, summed) / count
  })
}

/** Standard deviation from the count, the sum and the sum of squares. */
function deviation<Name extends string>(
  name: Name,
  unit: string,
  formula: string,
  [counted, summed, squared]: readonly [number, number, number],
) {
  return feature(name, unit, formula, (totals) => {
    const count = total(totals, counted)
    if (count === 0) return 0
    const mean = total(totals, summed) / count
    // Rounding may leave a constant size with a variance just below zero.
    return Math.sqrt(Math.max(0, total(totals, squared) / count - mean * mean))
  })
}

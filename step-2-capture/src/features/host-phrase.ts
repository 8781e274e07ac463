import type { hostFeatures } from './host-window.ts'

export type HostFeatureName = (typeof hostFeatures)[number]['name']

/**
 * What a host did, by feature, for a sentence about it. `{n}` is the number, `{share}` the same in
 * percent; of `{packet|packets}` the number takes the first when it is 1.
 */
const phrases: Readonly<Record<HostFeatureName, string>> = {
  packets_sent: 'sent {n} {packet|packets}',
  packets_received: 'received {n} {packet|packets}',
  bytes_sent: 'sent {n} {byte|bytes}',
  bytes_received: 'received {n} {byte|bytes}',
  sent_share: 'sent {share} of the bytes that it exchanged',
  size_mean: 'sent packets of {n} bytes on average',
  size_deviation: 'sent packets whose sizes deviate by {n} bytes',
  gap_mean: 'paused {n} s between two packets of a flow on average',
  gap_deviation: 'varied the pause between two packets of a flow by {n} s',
  tcp_share: 'sent {share} of its packets by TCP',
  udp_share: 'sent {share} of its packets by UDP',
  icmp_share: 'sent {share} of its packets by ICMP',
  udp_received: 'received {n} UDP {packet|packets}',
  icmp_received: 'received {n} ICMP {packet|packets}',
  flows_opened: 'opened {n} {flow|flows}',
  flows_accepted: 'accepted {n} {flow|flows}',
  destinations: 'opened flows to {n} {host|hosts}',
  ports: 'opened flows to {n} {port|ports}',
  pairs: 'opened flows to {n} {service|services}',
  new_peers: 'opened flows to {n} new {host|hosts}',
  port_entropy: 'spread its flows over ports with an entropy of {n} bits',
  failed_flows: 'opened {n} {flow|flows} that failed',
  failed_share: 'failed with {share} of its flows',
  syn_sent: 'sent {n} TCP {SYN|SYNs}',
  syn_ack_sent: 'sent {n} TCP {SYN-ACK|SYN-ACKs}',
  resets_sent: 'sent {n} TCP {reset|resets}',
  resets_received: 'received {n} TCP {reset|resets}',
  fins_sent: 'sent {n} TCP {FIN|FINs}',
  syn_share: 'sent a SYN in {share} of its TCP packets',
  reset_share: 'received a reset in {share} of its packets',
  arp_requests: 'sent {n} ARP {request|requests}',
  arp_targets: 'asked for {n} {address|addresses} by ARP',
  dns_queries: 'sent {n} DNS {query|queries}',
  dns_name_longest: 'asked DNS for a name of {n} {character|characters}',
  dns_name_entropy: 'asked DNS for names with an entropy of {n} bits',
  dns_failures: 'received {n} DNS {answer|answers} that a name does not exist',
}

/** What a host did, as a sentence says it: `sent 838 TCP resets`. */
export function hostPhrase(name: HostFeatureName, value: number): string {
  return phrases[name]
    .replace('{n}', () => valueText(name, value))
    .replace('{share}', () => valueText(name, value))
    .replace(/\{([^|}]+)\|([^|}]+)\}/, (_, one: string, many: string) => (value === 1 ? one : many))
}

/** The number of a feature as a sentence says it: `1,204`, `0.25`, `92 %`. */
export function valueText(name: HostFeatureName, value: number): string {
  if (phrases[name].includes('{share}')) return `${Math.round(value * 100)} %`
  return (Math.abs(value) < 10 ? small : large).format(value)
}

const small = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 })
const large = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

import type { Flow } from './flow-queries.ts'

export type FlowEnds = Pick<
  Flow,
  'src_ip' | 'src_port' | 'dst_ip' | 'dst_port' | 'proto' | 'proto_name'
>

const tcp = 6
const udp = 17

/** The packets of a flow as a filter of tcpdump (pcap-filter(7)). */
export function captureFilter(flow: FlowEnds): string {
  const hosts = `host ${flow.src_ip} and host ${flow.dst_ip}`
  const name = transportOf(flow)
  if (name === undefined)
    return `${hosts} and ${flow.src_ip.includes(':') ? 'ip6' : 'ip'} proto ${flow.proto}`
  return `${name} and ${hosts} and port ${flow.src_port} and port ${flow.dst_port}`
}

/** The same as a display filter of Wireshark (wireshark-filter(4)). */
export function displayFilter(flow: FlowEnds): string {
  const ip = flow.src_ip.includes(':') ? 'ipv6' : 'ip'
  const hosts = `${ip}.addr == ${flow.src_ip} && ${ip}.addr == ${flow.dst_ip}`
  const name = transportOf(flow)
  if (name === undefined)
    return `${hosts} && ${ip}.${ip === 'ip' ? 'proto' : 'nxt'} == ${flow.proto}`
  return `${hosts} && ${name}.port == ${flow.src_port} && ${name}.port == ${flow.dst_port}`
}

function transportOf({ proto }: FlowEnds): 'tcp' | 'udp' | undefined {
  return proto === tcp ? 'tcp' : proto === udp ? 'udp' : undefined
}

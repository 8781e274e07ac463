import { describe, expect, it } from 'vitest'
import { captureFilter, displayFilter } from './tool-filter.ts'

const flow = {
  src_ip: '10.0.0.5',
  src_port: 40_000,
  dst_ip: '10.0.0.9',
  dst_port: 443,
  proto: 6,
  proto_name: 'TCP',
}
const ping = {
  ...flow,
  src_ip: '2001:db8::5',
  dst_ip: '2001:db8::9',
  proto: 58,
  proto_name: 'ICMPv6',
}

describe('a flow as a filter', () => {
  it('of tcpdump', () => {
    const ports = 'port 40000 and port 443'
    expect(captureFilter(flow)).toBe(`tcp and host 10.0.0.5 and host 10.0.0.9 and ${ports}`)
    expect(captureFilter(ping)).toBe('host 2001:db8::5 and host 2001:db8::9 and ip6 proto 58')
  })

  it('of Wireshark', () => {
    const hosts = 'ip.addr == 10.0.0.5 && ip.addr == 10.0.0.9'
    expect(displayFilter(flow)).toBe(`${hosts} && tcp.port == 40000 && tcp.port == 443`)
    expect(displayFilter(ping)).toContain('ipv6.addr == 2001:db8::9 && ipv6.nxt == 58')
  })
})

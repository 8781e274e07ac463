/** Ports on which silence is no sign of a scan, by what the program behind them does. */

/** A DHCP server's offers are answered from 0.0.0.0, which looks like silence. */
const dhcpClientPort = 68
/** Traceroute counts up from 33,434, one port a probe (RFC 1393 and van Jacobson's program). */
const tracerouteFirst = 33_434
const tracerouteCount = 100

const webPorts = new Set([80, 443])

/** Whether a port is probed without a program behind it that would answer. */
export function isSilentPort(port: number): boolean {
  if (port === dhcpClientPort) return true
  return port >= tracerouteFirst && port < tracerouteFirst + tracerouteCount
}

/** Whether a browser that is cut off from the Internet tries dozens of hosts on this port. */
export function isWebPort(port: number): boolean {
  return webPorts.has(port)
}

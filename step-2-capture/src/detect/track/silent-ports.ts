/** Ports on which silence is no sign of a scan, by what the program behind them does. */

/** A DHCP server's offers are answered from 0.0.0.0, which looks like silence. */
const dhcpClientPort = 68
/** Traceroute counts up from 33,434, one port a probe (RFC 1393 and van Jacobson's program). */
const tracerouteFirst = 33_434
const tracerouteCount = 100

const webPorts = new Set([80, 443])

/** Telnet, RPC, file shares, databases, desktops, WinRM: what no network offers to the Internet. */
const insidePorts = new Set([23, 135, 139, 445, 1433, 2323, 3389, 5900, 5985, 5986])

/**
 * Ports by which programs find each other without a server: most of the peers that they remember
 * are gone. DC++, Kazaa, Soulseek, IPFS, eMule, WinMX, Bitcoin, Monero, Ethereum, Gnutella.
 * BitTorrent is known by what it says.
 */
const peerPorts = new Set([
  412, 1214, 1412, 2234, 4001, 4662, 4672, 6257, 6699, 8333, 18_080, 30_303,
])
const gnutella = { first: 6346, last: 6349 } as const

/** Whether a peer-to-peer program tries dozens of hosts outside on this port. */
export function isPeerPort(port: number): boolean {
  return peerPorts.has(port) || (port >= gnutella.first && port <= gnutella.last)
}

/** Whether a port is probed without a program behind it that would answer. */
export function isSilentPort(port: number): boolean {
  if (port === dhcpClientPort) return true
  return port >= tracerouteFirst && port < tracerouteFirst + tracerouteCount
}

/** Whether a browser that is cut off from the Internet tries dozens of hosts on this port. */
export function isWebPort(port: number): boolean {
  return webPorts.has(port)
}

/** Whether a service on this port is for the own network only. */
export function isInsidePort(port: number): boolean {
  return insidePorts.has(port)
}

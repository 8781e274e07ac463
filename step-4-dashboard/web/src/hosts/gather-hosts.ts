import type { Flow } from '../flows/flow-queries.ts'

export interface HostRow {
  readonly host: string
  /** Alerts in which it is the source, and the target. */
  readonly asSource: number
  readonly asTarget: number
  readonly flowCount: number
  readonly peerCount: number
  readonly bytesSent: number
  readonly bytesReceived: number
  /** Of its flows, RFC 3339; null where none is known. */
  readonly lastSeen: string | null
}

interface Counted {
  readonly value: string
  readonly count: number
}

export interface HostSources {
  readonly flows: readonly Flow[]
  readonly sources: readonly Counted[]
  readonly targets: readonly Counted[]
}

interface Gathered {
  asSource: number
  asTarget: number
  flowCount: number
  bytesSent: number
  bytesReceived: number
  lastSeen: string | null
  readonly peers: Set<string>
}

/** Every host that the flows or the alerts name, those in most alerts first, then by bytes. */
export function gatherHosts({ flows, sources, targets }: HostSources): HostRow[] {
  const hosts = new Map<string, Gathered>()
  const at = (host: string): Gathered => {
    const found = hosts.get(host) ?? nothing()
    hosts.set(host, found)
    return found
  }
  for (const { value, count } of sources) at(value).asSource += count
  for (const { value, count } of targets) at(value).asTarget += count
  for (const flow of flows) {
    addFlow(at(flow.src_ip), flow, {
      peer: flow.dst_ip,
      sent: flow.bytes_sent,
      received: flow.bytes_received,
    })
    addFlow(at(flow.dst_ip), flow, {
      peer: flow.src_ip,
      sent: flow.bytes_received,
      received: flow.bytes_sent,
    })
  }
  return [...hosts]
    .map(([host, { peers, ...rest }]) => ({ host, ...rest, peerCount: peers.size }))
    .sort((one, other) => alertsOf(other) - alertsOf(one) || bytesOf(other) - bytesOf(one))
}

function nothing(): Gathered {
  return {
    asSource: 0,
    asTarget: 0,
    flowCount: 0,
    bytesSent: 0,
    bytesReceived: 0,
    lastSeen: null,
    peers: new Set(),
  }
}

function addFlow(
  host: Gathered,
  { last_seen }: Flow,
  { peer, sent, received }: { peer: string; sent: number; received: number },
): void {
  host.flowCount += 1
  host.bytesSent += sent
  host.bytesReceived += received
  host.peers.add(peer)
  if (host.lastSeen === null || last_seen > host.lastSeen) host.lastSeen = last_seen
}

function alertsOf({ asSource, asTarget }: HostRow): number {
  return asSource + asTarget
}

function bytesOf({ bytesSent, bytesReceived }: HostRow): number {
  return bytesSent + bytesReceived
}

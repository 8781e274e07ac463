import { type Frame, IpProtocol, Layer, TcpFlag } from '../decode/frame.ts'
import { FlowColumn } from '../flow/flow-column.ts'
import type { FlowId } from '../flow/flow-rows.ts'
import type { FlowTable } from '../flow/flow-table.ts'
import { HostColumn, type HostId } from '../flow/host-rows.ts'
import type { HostTable } from '../flow/host-table.ts'
import { DistinctKind, DistinctThings } from '../memory/distinct-counts.ts'
import { HostTotals } from './host-totals.ts'
import { type HostWindow, hostFeatures } from './host-window.ts'
import { KnownPeers } from './known-peers.ts'
import { portLogIncrease } from './port-entropy.ts'
import { WindowTotal as T } from './window-total.ts'

export interface HostWindowsOptions {
  readonly flows: FlowTable
  readonly hosts: HostTable
  readonly windowSeconds: number
  readonly seed: number
}

/**
 * Counts each host's traffic in windows of traffic time, and hands each window out once. Packets
 * are counted in their flow alone, which is already found; a flow's share goes to its two hosts when the
 * window closes or the flow ends. So a packet costs one comparison here, unless it opens, resets or
 * closes something.
 */
export class HostWindows {
  /** Number of the current window: traffic time divided by the window's length. */
  number = -1
  /** Called for each host that sent something in a window, in order of first activity. */
  onWindow: readonly ((window: HostWindow) => void)[] = []
  readonly #options: HostWindowsOptions
  readonly #windowUs: number
  readonly #totals: HostTotals
  readonly #row = new Float64Array(hostFeatures.length)
  readonly #distinct: DistinctThings
  readonly #peers: KnownPeers
  /** Flows with packets that were not counted to their hosts yet. */
  readonly #active: Int32Array
  #activeCount = 0
  /** When each flow was last counted to its hosts: where its next gap begins. */
  readonly #settledUs: Float64Array

  constructor(options: HostWindowsOptions) {
    this.#options = options
    this.#windowUs = options.windowSeconds * 1e6
    this.#totals = new HostTotals(options.hosts.countMax)
    this.#active = new Int32Array(options.flows.countMax)
    this.#settledUs = new Float64Array(options.flows.countMax)
    this.#distinct = new DistinctThings(options.seed)
    this.#peers = new KnownPeers(options.seed)
  }

  /** Hosts in the current window, and how often a host found no room in any. */
  get fill(): Pick<HostTotals, 'count' | 'unwatchedCount'> {
    return this.#totals
  }

  /** Closes the window when `timeUs` lies in a later one. Earlier times count into the current. */
  advance(timeUs: number): void {
    const number = Math.floor(timeUs / this.#windowUs)
    if (number <= this.number) return
    this.flush()
    this.number = number
  }

  /** Sees one IP packet of a flow, that `flows.update` was just called for. */
  count(frame: Frame, flow: FlowId): void {
    const { flows } = this.#options
    if (flows.isNew) this.#settledUs[flow] = flows.firstUs(flow)
    if (flows.lastWindow(flow) !== this.number) this.#activate(flow)
    if (flows.isNew) this.#countOpened(flow)
    if (frame.tcpFlags & (TcpFlag.syn | TcpFlag.rst | TcpFlag.fin) && frame.layers & Layer.tcp) {
      this.#countControl(frame.tcpFlags, flow)
    }
  }

  /** A flow came to nothing: see FailedFlows. */
  countFailed(flow: FlowId): void {
    this.#totals.add(this.#options.flows.originator(flow), T.failed, 1)
  }

  /** An ARP request that is not gratuitous, for the IPv4 address in `target`. */
  countArpRequest(host: HostId, target: number): void {
    this.#totals.add(host, T.arpRequests, 1)
    if (this.#distinct.count(host, DistinctKind.arpTarget, target) === 1) {
      this.#totals.add(host, T.arpTargets, 1)
    }
  }

  /** @param entropy Of the characters of the name that was asked for, in bits. */
  countDnsQuery(host: HostId, nameLength: number, entropy: number): void {
    this.#totals.add(host, T.dnsQueries, 1)
    this.#totals.add(host, T.dnsEntropySum, entropy)
    this.#totals.raise(host, T.dnsNameLongest, nameLength)
  }

  /** A host received the answer that a name does not exist. */
  countDnsFailure(host: HostId): void {
    this.#totals.add(host, T.dnsFailures, 1)
  }

  /** Brings the totals of hosts up to date, so that they can be looked at between two windows. */
  settle(): void {
    for (let i = 0; i < this.#activeCount; i++) this.settleFlow(this.#active[i] as FlowId)
    this.#activeCount = 0
  }

  /** Counts a flow's share to its hosts: what has come since the last time. */
  settleFlow(flow: FlowId): void {
    const { flows } = this.#options
    if (flows.lastWindow(flow) === -1) return
    flows.set(flow, FlowColumn.lastWindow, -1)
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    this.#settleDirection(flow, 0, originator, responder)
    this.#settleDirection(flow, 1, responder, originator)
    this.#settleGaps(flow, originator, responder)
  }

  /** Hands out every window of the current number. */
  flush(): void {
    this.settle()
    if (this.onWindow.length > 0) {
      this.#totals.forEach((host, totals) => {
        this.#handOut(host, totals)
      })
    }
    this.#totals.clear()
    this.#distinct.clear()
  }

  /** The host's id is about to be reused: what it did in this window is dropped. */
  forget(host: HostId): void {
    this.#totals.forget(host)
  }

  #handOut(host: HostId, totals: Float64Array): void {
    if (totals[T.packetsSent] === 0 && totals[T.arpRequests] === 0) return
    for (let i = 0; i < hostFeatures.length; i++) {
      this.#row[i] = (hostFeatures[i] as (typeof hostFeatures)[number]).of(totals)
    }
    const startUs = this.number * this.#windowUs
    const window = { host, startUs, endUs: startUs + this.#windowUs, row: this.#row }
    for (const see of this.onWindow) see(window)
  }

  /** The first packet of a flow in this window: its hosts get their rows, in order of activity. */
  #activate(flow: FlowId): void {
    const { flows } = this.#options
    if (this.#activeCount === this.#active.length) this.settle()
    this.#active[this.#activeCount++] = flow
    flows.set(flow, FlowColumn.lastWindow, this.number)
    this.#totals.open(flows.originator(flow))
    this.#totals.open(flows.responder(flow))
  }

  /** @param side 0 for what the originator sent, 1 for what the responder sent. */
  #settleDirection(flow: FlowId, side: number, sender: HostId, receiver: HostId): void {
    const { flows, hosts } = this.#options
    const packets = flows.value(flow, FlowColumn.originatorPackets + side)
    const bytes = flows.value(flow, FlowColumn.originatorBytes + side)
    const newPackets = packets - flows.value(flow, FlowColumn.countedOriginatorPackets + side)
    if (newPackets === 0) return
    const newBytes = bytes - flows.value(flow, FlowColumn.countedOriginatorBytes + side)
    flows.set(flow, FlowColumn.countedOriginatorPackets + side, packets)
    flows.set(flow, FlowColumn.countedOriginatorBytes + side, bytes)
    const squares = flows.value(flow, FlowColumn.originatorSizeSquares + side)
    flows.set(flow, FlowColumn.originatorSizeSquares + side, 0)
    hosts.set(sender, HostColumn.lastUs, flows.lastUs(flow))
    hosts.set(receiver, HostColumn.lastUs, flows.lastUs(flow))
    hosts.add(sender, HostColumn.packetsSent, newPackets)
    hosts.add(sender, HostColumn.bytesSent, newBytes)
    hosts.add(receiver, HostColumn.packetsReceived, newPackets)
    hosts.add(receiver, HostColumn.bytesReceived, newBytes)
    this.#totals.add(sender, T.packetsSent, newPackets)
    this.#totals.add(sender, T.bytesSent, newBytes)
    this.#totals.add(sender, T.sizeSquaresSent, squares)
    this.#totals.add(receiver, T.packetsReceived, newPackets)
    this.#totals.add(receiver, T.bytesReceived, newBytes)
    const protocol = flows.protocol(flow)
    if (protocol === IpProtocol.tcp) this.#totals.add(sender, T.tcpSent, newPackets)
    else if (protocol === IpProtocol.udp) {
      this.#totals.add(sender, T.udpSent, newPackets)
      this.#totals.add(receiver, T.udpReceived, newPackets)
    } else if (protocol === IpProtocol.icmp || protocol === IpProtocol.icmpv6) {
      this.#totals.add(sender, T.icmpSent, newPackets)
      this.#totals.add(receiver, T.icmpReceived, newPackets)
    }
  }

  /** The gaps between the packets of a flow, in both directions, count to both of its ends. */
  #settleGaps(flow: FlowId, originator: HostId, responder: HostId): void {
    const { flows } = this.#options
    const lastUs = flows.lastUs(flow)
    const seconds = Math.max(0, (lastUs - (this.#settledUs[flow] as number)) / 1e6)
    this.#settledUs[flow] = lastUs
    const squares = flows.gapSquares(flow)
    const count = flows.gapCount(flow)
    flows.set(flow, FlowColumn.gapSquares, 0)
    flows.set(flow, FlowColumn.gapCount, 0)
    if (count === 0) return
    for (let end = 0; end < 2; end++) {
      const host = end === 0 ? originator : responder
      this.#totals.add(host, T.gapSeconds, seconds)
      this.#totals.add(host, T.gapSquares, squares)
      this.#totals.add(host, T.gapCount, count)
    }
  }

  #countOpened(flow: FlowId): void {
    const { flows } = this.#options
    const host = flows.originator(flow)
    const target = flows.responder(flow)
    const port = flows.responderPort(flow)
    this.#totals.add(host, T.flowsOpened, 1)
    this.#totals.add(target, T.flowsAccepted, 1)
    if (this.#distinct.count(host, DistinctKind.destination, target) === 1) {
      this.#totals.add(host, T.destinations, 1)
      if (this.#peers.meet(host, target)) this.#totals.add(host, T.newPeers, 1)
    }
    const portCount = this.#distinct.count(host, DistinctKind.port, port)
    if (portCount === 1) this.#totals.add(host, T.ports, 1)
    this.#totals.add(host, T.portLogSum, portLogIncrease(portCount))
    if (this.#distinct.count(host, DistinctKind.pair + port * 8, target) === 1) {
      this.#totals.add(host, T.pairs, 1)
    }
  }

  /** SYN, FIN and RST are rare, so they are counted as they come. */
  #countControl(flags: number, flow: FlowId): void {
    const { flows } = this.#options
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    const sender = flows.fromOriginator ? originator : responder
    const receiver = flows.fromOriginator ? responder : originator
    if (flags & TcpFlag.rst) {
      this.#totals.add(sender, T.resetsSent, 1)
      this.#totals.add(receiver, T.resetsReceived, 1)
    }
    if (flags & TcpFlag.syn)
      this.#totals.add(sender, flags & TcpFlag.ack ? T.synAckSent : T.synSent, 1)
    if (flags & TcpFlag.fin) this.#totals.add(sender, T.finsSent, 1)
  }
}

import type { HostWindow } from '../../features/host-window.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'

/**
 * What watches traffic: detectors, logs, windows and views. An observer implements the hooks that
 * it needs; the engine calls each hook only for those that have it, in the order of their list.
 * Its state is bounded, and driven by traffic time alone.
 */
export interface TrafficObserver {
  /**
   * `onPayload` only until a flow's direction has sent more payload than that: what a protocol is
   * shows at the start, and a quarter of all packets are downloads behind it.
   */
  readonly payloadBytesMax?: number
  /** HTTP requests are shown beyond `payloadBytesMax` too: a connection carries many. */
  readonly allRequests?: boolean
  /** The hooks of flows only for these IP protocols; for all by default. */
  readonly protocols?: readonly number[]
  /** `onPayload`, `onFlowClosed` and `onFlowEnd` only for flows that speak one of these. */
  readonly applications?: readonly number[]
  /** `onPayload` only for packets from or to one of these ports, where `applications` is not set. */
  readonly ports?: readonly number[]
  /** The first packet of a flow. */
  onFlowStart?(flow: FlowId): void
  /** The first packet of a TCP flow is neither a SYN nor carries an ACK: a probe, as a rule. */
  onFlowProbe?(flow: FlowId): void
  /** The handshake is complete, or the first datagram came back. */
  onFlowAnswered?(flow: FlowId): void
  /** A TCP flow was closed by both ends, or reset after its handshake. */
  onFlowClosed?(flow: FlowId): void
  /** The first packet of a TCP flow was answered with a reset. */
  onFlowRejected?(flow: FlowId): void
  /** A handshake was refused or not completed, a datagram not answered, within a second. */
  onFlowFailed?(flow: FlowId): void
  /** A flow is about to leave the table; `end` is a FlowEnd. */
  onFlowEnd?(flow: FlowId, end: number): void
  /** Every packet with an IP header; says whether it is bad. Costs the most: prefer another hook. */
  onPacket?(): boolean
  /** Every IP packet with captured transport payload, see `applications` and `ports`. */
  onPayload?(): void
  /**
   * A TCP segment with payload that begins where data was before, or that comes after a reset; now and
   * then one that does neither.
   */
  onOddSegment?(): void
  /** Every ICMP or ICMPv6 packet. */
  onIcmp?(): void
  /** A DNS message, parsed into `traffic.dns`; its flow's originator is the client. */
  onDns?(): void
  /** A packet that starts an HTTP/1 request or response, parsed into `traffic.http`. */
  onHttp?(): void
  /** A client's hello, or the server's answer to it, is read: see `traffic.tls`. */
  onTls?(): void
  /** Every ARP packet for Ethernet and IPv4. */
  onArp?(): void
  /** Every packet that holds neither IP nor ARP, nor manages a Wi-Fi: what switches say to one another. */
  onLink?(): void
  /** A management frame of Wi-Fi, parsed into `traffic.wireless`; also one that a sensor sent on over IP. */
  onWireless?(): void
  /** Every fragment of an IP datagram, which `traffic.fragments.seen` is about; it has no flow yet. */
  onFragment?(): void
  /** A host's window closed. The window is reused: copy what you keep. */
  onWindow?(window: HostWindow): void
  /** A second of traffic time has passed (once, however long the gap was). */
  onTick?(): void
  /** A host id is about to be given to another address: drop what you keep about it. */
  onHostEvict?(host: HostId): void
  /** The capture ends; every flow has ended before. */
  onEnd?(): void
}

/** Makes an observer for one run; nothing is shared between two runs. */
export type ObserverFactory = (traffic: Traffic) => TrafficObserver

import type { HostWindow } from '../../features/host-window.ts'
import type { StreamBuffer } from '../../reassembly/stream-buffer.ts'
import type { Beacon } from '../beacon/beacon.ts'
import type { DnsTunnelRecord } from '../covert/dns-tunnel-record.ts'
import type { Traffic } from './emitting-traffic.ts'

/**
 * The seam of detection: something that watches traffic and states what it finds. Learned models
 * over host windows, behaviours and payload signatures all stand behind it. A detector implements
 * the moments that it needs; the engine calls each only for those that have it, in their order.
 * State is bounded, and driven by traffic time alone.
 */
export interface TrafficDetector {
  readonly name: string
  /** Of a detector that puts TCP streams in order: how full its memory of them is. */
  readonly streamBuffer?: StreamBuffer
  /** The moments of flows only for these IP protocols; for all by default. */
  readonly protocols?: readonly number[]
  /** `onPayload`, `onFlowClosed` and `onFlowEnd` only for flows that speak one of these. */
  readonly applications?: readonly number[]
  /** `onPayload` only for packets from or to one of these ports, where `applications` is not set. */
  readonly ports?: readonly number[]
  /** The first packet of a flow. */
  onFlowStart?(flow: number): void
  /** The first packet of a TCP flow is neither a SYN nor carries an ACK: a probe, as a rule. */
  onFlowProbe?(flow: number): void
  /** The handshake is complete, or the first datagram came back. */
  onFlowAnswered?(flow: number): void
  /** A TCP flow was closed by both ends, or reset after its handshake. */
  onFlowClosed?(flow: number): void
  /** The first packet of a TCP flow was answered with a reset. */
  onFlowRejected?(flow: number): void
  /** A handshake was refused or not completed, a datagram not answered, within a second. */
  onFlowFailed?(flow: number): void
  /** A flow is about to leave the table; `end` is a FlowEnd. */
  onFlowEnd?(flow: number, end: number): void
  /** Every packet with an IP header; says whether it is bad. Costs the most: prefer another moment. */
  onPacket?(): boolean
  /** Every IP packet with captured transport payload, see `applications` and `ports`. */
  onPayload?(): void
  /** Every ICMP or ICMPv6 packet. */
  onIcmp?(): void
  /** A DNS message, parsed into `traffic.dns`; its flow's originator is the client. */
  onDns?(): void
  /** A packet that starts an HTTP/1 request or response, parsed into `traffic.http`. */
  onHttp?(): void
  /** Every ARP packet for Ethernet and IPv4. */
  onArp?(): void
  /** A host's window closed. The window is reused: copy what you keep. */
  onWindow?(window: HostWindow): void
  /** A second of traffic time has passed (once, however long the gap was). */
  onTick?(): void
  /** A host id is about to be given to another address: drop what you keep about it. */
  onHostEvict?(host: number): void
  /** The capture ends; every flow has ended before. */
  onEnd?(): void
  /** What it measured of pairs that call again and again, whether or not it stated anything. */
  beacons?(): readonly Beacon[]
  /** The tunnels through DNS that it found. */
  dnsTunnels?(): readonly DnsTunnelRecord[]
}

/** Makes a detector for one run; nothing is shared between two runs. */
export type TrafficDetectorFactory = (traffic: Traffic) => TrafficDetector

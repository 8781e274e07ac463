import type { DnsMessage } from '../decode/dns.ts'
import type { Frame } from '../decode/frame.ts'
import type { HttpHead } from '../decode/http.ts'
import type { WirelessFrame } from '../decode/wireless-frame.ts'
import type { Packet } from '../pcap/packet.ts'
import type { SeenFragment } from '../reassembly/seen-fragment.ts'
import type { Applications } from './applications.ts'
import type { FlowMacs } from './flow-macs.ts'
import type { FlowId } from './flow-rows.ts'
import type { FlowTable } from './flow-table.ts'
import type { HostTable } from './host-table.ts'
import type { Neighbours } from './neighbours.ts'
import type { ResolvedAddresses } from './resolved-addresses.ts'
import type { TlsSessions } from './tls-sessions.ts'

/** What every observer looks at. The engine moves it on; observers only read. */
export interface Traffic {
  /** Name of the machine that sees the traffic. */
  readonly sensor: string
  /** Of tables: random, so that nothing that was sent can fill one bucket; no result depends on it. */
  readonly seed: number
  /**
   * Of hashes that stand for what strangers sent, and so of results: random for a live capture; for
   * any other from its first packet, so that the same capture gives the same bytes.
   */
  readonly byteSeed: number
  /** The current packet and its decoded frame; both are reused for the next packet. */
  readonly packet: Packet
  readonly frame: Frame
  /** The packet's flow, or -1 when it has none (ARP, unknown protocols). */
  readonly flow: FlowId
  /** Traffic time in microseconds since 1970; it never runs backwards. */
  readonly timeUs: number
  readonly flows: FlowTable
  readonly hosts: HostTable
  /** The current fragment during `onFragment`; reused for the next. */
  readonly fragments: { readonly seen: SeenFragment }
  /** The current management frame of Wi-Fi during `onWireless`; reused for the next. */
  readonly wireless: WirelessFrame
  /** The current DNS message during `onDns`; reused for the next. */
  readonly dns: DnsMessage
  /** The head of the current HTTP message during `onHttp`; reused for the next. */
  readonly http: HttpHead
  /** What each TCP flow speaks. */
  readonly applications: Applications
  /** What the sessions of TLS and QUIC say in clear. */
  readonly tls: TlsSessions
  /** Which device sent the first packet of each flow. */
  readonly macs: FlowMacs
  /** Addresses that were given out by DNS. */
  readonly resolved: ResolvedAddresses
  /** Which addresses the devices of the local network have. */
  readonly neighbours: Neighbours
}

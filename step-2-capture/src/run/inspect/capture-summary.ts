import type { CaptureFailure } from '../../pcap/record-parser.ts'

/** Frames whose first network layer, or the transport right behind it, is this protocol. */
export interface ProtocolCounts {
  ip: number
  ipv6: number
  arp: number
  tcp: number
  udp: number
  icmp: number
  icmpv6: number
  /** Frames with a DNS message, in tunnels too. */
  dns: number
}

/** What `inspect` says of a capture, in the names of its JSON. */
export interface CaptureSummary {
  /** Container, byte order, resolution and compression, for example `pcapng-le.gz`. */
  readonly format: string
  readonly link_types: readonly string[]
  readonly frames: number
  /** Bytes on the wire, and those of them that are in the capture. */
  readonly bytes: number
  readonly captured_bytes: number
  readonly protocols: Readonly<ProtocolCounts>
  readonly fragments: number
  readonly malformed: number
  /** Frames of link types that the decoder does not know. */
  readonly unknown_link_frames: number
  readonly tcp_conversations: number
  readonly udp_conversations: number
  /** Only there when the counts of conversations stopped at their cap. */
  readonly conversations_capped?: true
  /** Traffic time of the first and the last frame, RFC 3339 to the nanosecond; null without one. */
  readonly first_seen: string | null
  readonly last_seen: string | null
  /** The same in seconds since 1970, with nine digits behind the point. */
  readonly first_epoch: string | null
  readonly last_epoch: string | null
  /** Why reading stopped before the end of the file. */
  readonly error?: CaptureProblem
}

export interface CaptureProblem {
  readonly code: CaptureFailure['code'] | `E_${string}`
  readonly message: string
  /** Offset in the uncompressed capture; what lies before it was read. */
  readonly offset: number
}

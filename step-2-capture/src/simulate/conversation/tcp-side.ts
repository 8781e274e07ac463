import type { Host } from '../network/host.ts'
import type { Wire } from '../network/wire.ts'
import { type SynOptions, synOptions, timestampsOption } from '../packet-builder/tcp.ts'

export const Flag = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32 } as const

/** Ethernet's 1500 bytes less the IP header (20 or 40 bytes) and the TCP header. */
const maximumSegmentSize = { 4: 1460, 16: 1440 } as const

/** One end of a TCP connection: its numbers, and how its segments look. */
export class TcpSide {
  readonly host: Host
  readonly port: number
  readonly initialSequence: number
  /** Sequence number of the next byte that it sends. */
  sequence: number
  /** Sequence number that it expects next, which its segments acknowledge. */
  expected = 0
  /** Segments that it may have in flight: 10 at the start (RFC 6928), then twice as many. */
  congestionWindow = 10
  #timestamps: boolean
  #windowScale: number | undefined
  #peerTimestamp = 0
  #identification: number
  readonly #clockOffsetMs: number

  constructor(host: Host, port: number) {
    this.host = host
    this.port = port
    this.initialSequence = host.random.next()
    this.sequence = this.initialSequence
    this.#timestamps = host.system.timestamps
    this.#windowScale = host.system.windowScale
    this.#identification = host.random.integer(0, 0xffff)
    // Linux and macOS start the timestamp clock anew for each connection (RFC 7323 section 7.1).
    this.#clockOffsetMs = host.random.next()
  }

  /** Payload bytes of a full segment. */
  get segmentSize(): number {
    return this.#maximumSegmentSize - (this.#timestamps ? 12 : 0)
  }

  /** Settles what both ends can do: an option holds only where both offered it. */
  agreeWith(other: TcpSide): void {
    const timestamps = this.#timestamps && other.#timestamps
    const scaled = this.#windowScale !== undefined && other.#windowScale !== undefined
    for (const side of [this, other]) {
      side.#timestamps = timestamps
      if (!scaled) side.#windowScale = undefined
    }
  }

  /** Sends one segment and counts its bytes; SYN and FIN count as one each. */
  transmit(wire: Wire, to: TcpSide, flags: number, payload: Uint8Array): void {
    this.emit(wire, to, { flags, sequence: this.sequence, payload })
    const counted = payload.length + (flags & Flag.syn ? 1 : 0) + (flags & Flag.fin ? 1 : 0)
    this.sequence = (this.sequence + counted) >>> 0
  }

  /** Sends a segment as it is, so that it can be one that was sent before. */
  emit(
    wire: Wire,
    to: TcpSide,
    segment: { flags: number; sequence: number; payload: Uint8Array },
  ): void {
    const { flags, sequence, payload } = segment
    const value = (Math.floor(wire.nowUs / 1000) + this.#clockOffsetMs) >>> 0
    const echo = flags & Flag.ack ? this.#peerTimestamp : 0
    wire.tcp(this.host, to.host, {
      sourcePort: this.port,
      destinationPort: to.port,
      sequence,
      acknowledgement: flags & Flag.ack ? this.expected : 0,
      flags,
      window: this.#window(flags),
      options: this.#options(flags, { value, echo }),
      payload,
      identification: this.#nextIdentification(flags),
    })
    if (this.#timestamps) to.#peerTimestamp = value
  }

  get #maximumSegmentSize(): number {
    return maximumSegmentSize[this.host.addressBytes.length === 16 ? 16 : 4]
  }

  #window(flags: number): number {
    const { synWindow, windowBytes } = this.host.system
    if (flags & Flag.rst) return 0
    if (flags & Flag.syn) return synWindow
    return Math.min(0xffff, windowBytes >> (this.#windowScale ?? 0))
  }

  #options(flags: number, stamp: { value: number; echo: number }): Buffer {
    const timestamps = this.#timestamps ? stamp : undefined
    if (flags & Flag.rst) return Buffer.alloc(0)
    if (!(flags & Flag.syn)) return timestamps ? timestampsOption(timestamps) : Buffer.alloc(0)
    const { selectiveAcknowledgement, optionOrder } = this.host.system
    const offer: SynOptions = {
      maximumSegmentSize: this.#maximumSegmentSize,
      windowScale: this.#windowScale,
      timestamps,
      selectiveAcknowledgement,
      order: optionOrder,
    }
    return synOptions(offer)
  }

  #nextIdentification(flags: number): number {
    if (this.host.system.identification === 'host') return this.host.nextIdentification()
    // Linux sends its SYN-ACK and its RST with identification 0.
    if (flags & Flag.rst || (flags & Flag.syn && flags & Flag.ack)) return 0
    this.#identification = (this.#identification + 1) & 0xffff
    return this.#identification
  }
}

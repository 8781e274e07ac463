import { type Frame, IpProtocol } from '../decode/frame.ts'
import { QuicFound, QuicHelloReader } from '../decode/quic.ts'
import { ja3, ja4, TlsFound, TlsHelloReader } from '../decode/tls.ts'
import type { TlsClientHello } from '../decode/tls-client-hello.ts'
import { Ja4Transport } from '../decode/tls-fingerprint.ts'
import { TlsServerFlight } from '../decode/tls-server-flight.ts'
import type { X509Certificate } from '../decode/x509.ts'
import { BoundedMap } from '../memory/bounded-map.ts'
import type { Packet } from '../pcap/packet.ts'
import { StreamHeads } from '../reassembly/stream-heads.ts'
import { FlowColumn } from './flow-column.ts'
import { FlowMarks } from './flow-marks.ts'
import type { FlowId } from './flow-rows.ts'
import type { FlowTable } from './flow-table.ts'

/** 8,192 sessions at about 600 B are 5 MB; the one that began first is forgotten first. */
export const sessionCountMax = 8_192
/** Hellos over QUIC that are being put together, 17 kB each: 1 MB. */
export const quicReaderCountMax = 64
/** A side that has sent more without a hello or certificate in it will send none. */
const handshakeBytesMax = 16_384
/** RFC 9000, section 14.1: a client pads its first datagrams to at least that. */
const quicInitialLengthMin = 1_200
/** A hello takes two datagrams with post-quantum keys, and may be sent again. */
const quicDatagramCountMax = 6

/** What the two ends of a TLS or QUIC session say before they encrypt. */
export interface TlsSession {
  /** The name that the client asks for (SNI), or null. */
  readonly serverName: string | null
  /** Fingerprints of the client; JA3 is not defined over QUIC. */
  readonly ja3: string | null
  readonly ja4: string
  /** The server has answered, with what follows as far as it is in clear. */
  isAnswered: boolean
  /** Null in TLS 1.3 and in resumed sessions. */
  certificate: X509Certificate | null
}

/** Marks of a flow: which sides are done with. */
const Done = { originator: 1, responder: 2 } as const

/** Reads each session's hello and certificate once, and keeps what they say. */
export class TlsSessions {
  readonly #flows: FlowTable
  readonly #done: FlowMarks
  readonly #sessions = new BoundedMap<FlowId, TlsSession>({ countMax: sessionCountMax })
  readonly #streams = new StreamHeads()
  readonly #hello = new TlsHelloReader()
  readonly #flight = new TlsServerFlight()
  readonly #quicReaders = new BoundedMap<FlowId, QuicHelloReader>({
    countMax: quicReaderCountMax,
    onEvict: (reader) => this.#spare.push(reader),
  })
  readonly #spare: QuicHelloReader[] = []

  constructor(flows: FlowTable) {
    this.#flows = flows
    this.#done = new FlowMarks(flows)
  }

  /** What is known of the flow's session; undefined where it has none. */
  of(flow: FlowId): TlsSession | undefined {
    return this.#sessions.get(flow)
  }

  /** A flow begins: what was known of another with its number is forgotten. */
  start(flow: FlowId): void {
    if (this.#sessions.size > 0) this.#sessions.delete(flow)
  }

  /** A flow ends; its session stays until another flow gets its number. */
  end(flow: FlowId): void {
    if (this.#done.get(flow) !== 3) this.#streams.end(flow)
    this.#releaseQuic(flow)
  }

  /** Reads a payload of TLS over TCP; says whether it completed a hello or the server's answer. */
  see(flow: FlowId, packet: Packet, frame: Frame): boolean {
    const side = this.#flows.fromOriginator ? 0 : 1
    const done = this.#done.get(flow)
    if ((done & (side + 1)) !== 0) return false
    const head = this.#streams.of(flow, side)
    head.add(packet.bytes, frame)
    const isNew = side === 0 ? this.#seeClient(flow, head) : this.#seeServer(flow, head)
    const sent = this.#flows.value(flow, FlowColumn.originatorPayloadBytes + side)
    if (isNew || sent > handshakeBytesMax) {
      this.#done.set(flow, done | (side + 1))
      this.#streams.endSide(flow, side)
    }
    return isNew
  }

  /** Whether a datagram may hold a part of a QUIC client's hello: nearly all do not. */
  mayBeQuic(frame: Frame, packet: Packet): boolean {
    return (
      frame.protocol === IpProtocol.udp &&
      frame.payloadLength >= quicInitialLengthMin &&
      ((packet.bytes[frame.payloadOffset] as number) & 0xc0) === 0xc0
    )
  }

  /** Reads such a datagram; says whether it completed a hello. */
  seeQuic(flow: FlowId, packet: Packet, frame: Frame): boolean {
    if (!this.#flows.fromOriginator || this.#done.get(flow) !== 0) return false
    const count = this.#flows.value(flow, FlowColumn.originatorPackets)
    const reader = this.#quicReaderOf(flow)
    const found = reader.read(packet.bytes, frame.payloadOffset, frame.payloadLength)
    const isHello = found === QuicFound.hello
    if (isHello) {
      const { hello } = reader
      this.#add(flow, hello, null, ja4(hello, Ja4Transport.quic))
    }
    if (isHello || found === QuicFound.nothing || count >= quicDatagramCountMax) {
      this.#done.set(flow, Done.originator | Done.responder)
      this.#releaseQuic(flow)
    }
    return isHello
  }

  #seeClient(flow: FlowId, head: { bytes: Uint8Array; length: number }): boolean {
    const { client } = this.#hello
    const found = this.#hello.read(head.bytes, 0, head.length)
    if (found !== TlsFound.clientHello || !client.isComplete) return false
    this.#add(flow, client, ja3(client), ja4(client))
    return true
  }

  #seeServer(flow: FlowId, head: { bytes: Uint8Array; length: number }): boolean {
    const flight = this.#flight
    flight.read(head.bytes, head.length)
    if (!flight.isOver) return false
    const session = this.#sessions.get(flow)
    if (!session || !flight.hasHello) return false
    session.isAnswered = true
    session.certificate = flight.certificate
    return true
  }

  #add(flow: FlowId, hello: TlsClientHello, ja3: string | null, ja4: string): void {
    const { serverName } = hello
    const answer = { isAnswered: false, certificate: null }
    this.#sessions.renew(flow, { serverName, ja3, ja4, ...answer })
  }

  #quicReaderOf(flow: FlowId): QuicHelloReader {
    const known = this.#quicReaders.get(flow)
    if (known) return known
    const reader = this.#spare.pop() ?? new QuicHelloReader()
    reader.start()
    this.#quicReaders.set(flow, reader)
    return reader
  }

  #releaseQuic(flow: FlowId): void {
    if (this.#quicReaders.size === 0) return
    const reader = this.#quicReaders.get(flow)
    if (!reader) return
    this.#quicReaders.delete(flow)
    this.#spare.push(reader)
  }
}

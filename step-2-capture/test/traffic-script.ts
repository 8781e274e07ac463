import { TcpFlag } from '../src/decode/frame.ts'
import type { Detection, Severity } from '../src/detect/seam/detection.ts'
import type { Detector } from '../src/detect/seam/detector.ts'
import type { ObserverFactory } from '../src/detect/seam/observer.ts'
import { Engine } from '../src/engine.ts'
import { type CaptureRecord, writePcap } from '../src/pcap/pcap-writer.ts'
import { arpPacket } from '../src/simulate/packet-builder/arp.ts'
import { EtherType, ethernetFrame } from '../src/simulate/packet-builder/ethernet.ts'
import { icmpEcho } from '../src/simulate/packet-builder/icmp.ts'
import { ipv4Packet } from '../src/simulate/packet-builder/ipv4.ts'
import { tcpSegment } from '../src/simulate/packet-builder/tcp.ts'
import { udpDatagram } from '../src/simulate/packet-builder/udp.ts'

const { syn, ack, fin, rst, psh } = TcpFlag
/** 2026-01-14 09:00 UTC. */
export const startSeconds = Date.UTC(2026, 0, 14, 9) / 1000

export interface Exchange {
  /** What the two ends say in turn, the client first; an empty text is skipped. */
  readonly says?: readonly (string | Uint8Array)[]
  /** Seconds between two messages; 0.001 by default. */
  readonly gapSeconds?: number
  /** How it ends; with FIN from both ends by default. */
  readonly end?: 'fin' | 'rst' | 'open'
}

/** Writes a capture line by line, as a test tells it: real packets through the real engine. */
export class TrafficScript {
  readonly records: CaptureRecord[] = []
  /** Traffic time since the start. */
  seconds = 0
  #nextPort = 40_000

  wait(seconds: number): this {
    this.seconds += seconds
    return this
  }

  /** An endpoint is `address:port`; a client without a port gets a fresh one. */
  client(address: string): string {
    if (address.includes(':')) return address
    this.#nextPort = this.#nextPort === 60_000 ? 40_000 : this.#nextPort + 1
    return `${address}:${this.#nextPort}`
  }

  tcp(from: string, to: string, flags: number, segment: SegmentFields = {}): this {
    const { source, destination, sourcePort, destinationPort } = ends(from, to)
    const payload = bytesOf(segment.payload ?? '')
    const { sequence = 1000, acknowledgement = flags & ack ? 1 : 0 } = segment
    const fields = { sequence, acknowledgement, flags, window: 64_240 }
    const header = { source, destination, sourcePort, destinationPort, ...fields }
    return this.#ip(from, to, 6, tcpSegment(header, payload), segment.timeToLive)
  }

  udp(from: string, to: string, payload: string | Uint8Array = 'hello', timeToLive = 64): this {
    const header = ends(from, to)
    return this.#ip(from, to, 17, udpDatagram(header, bytesOf(payload)), timeToLive)
  }

  /** Echo request (8) or reply (0). */
  ping(from: string, to: string, type: 0 | 8, data: string | Uint8Array = 'x'.repeat(56)): this {
    const echo = icmpEcho({ type, identifier: 7, sequence: this.records.length }, bytesOf(data))
    return this.#ip(from, to, 1, echo)
  }

  arp(operation: 1 | 2, sender: ArpEnd, target: ArpEnd): this {
    const payload = arpPacket({
      operation,
      senderMac: macOf(sender),
      senderAddress: addressBytes(sender.address),
      targetMac: operation === 1 && !target.mac ? new Uint8Array(6) : macOf(target),
      targetAddress: addressBytes(target.address),
    })
    const destinationMac = operation === 1 ? new Uint8Array(6).fill(255) : macOf(target)
    return this.ethernet(macOf(sender), destinationMac, EtherType.arp, payload)
  }

  /** A connection attempt without an answer. */
  ignored(from: string, to: string): this {
    return this.tcp(this.client(from), to, syn)
  }

  /** A connection attempt that is answered with a reset. */
  refused(from: string, to: string): this {
    const client = this.client(from)
    return this.tcp(client, to, syn).tcp(to, client, rst | ack)
  }

  /** A whole connection: handshake, what is said, end. */
  connection(from: string, to: string, exchange: Exchange = {}): this {
    const { says = ['hello', 'welcome'], gapSeconds = 0.001, end = 'fin' } = exchange
    const client = this.client(from)
    const sequence = [1001, 5001]
    const next = (side: number) => ({
      sequence: sequence[side] as number,
      acknowledgement: sequence[1 - side] as number,
    })
    const send = (side: number, flags: number, payload: string | Uint8Array = '') => {
      const [a, b] = side === 0 ? [client, to] : [to, client]
      this.tcp(a, b, flags, { ...next(side), payload })
      sequence[side] = (sequence[side] as number) + bytesOf(payload).length
    }
    this.tcp(client, to, syn, { sequence: 1000 })
    this.wait(0.0005).tcp(to, client, syn | ack, { sequence: 5000, acknowledgement: 1001 })
    send(0, ack)
    says.forEach((message, turn) => {
      if (message.length === 0) return
      this.wait(gapSeconds)
      for (const part of segmentsOf(bytesOf(message))) send(turn % 2, psh | ack, part)
    })
    if (end === 'rst') send(0, rst | ack)
    if (end === 'fin') {
      send(0, fin | ack)
      send(1, fin | ack)
    }
    return this
  }

  ethernet(source: Uint8Array, destination: Uint8Array, etherType: number, data: Uint8Array): this {
    const timeUs = Math.round(this.seconds * 1e6)
    const timeSeconds = startSeconds + Math.floor(timeUs / 1e6)
    const header = { sourceMac: source, destinationMac: destination, etherType }
    this.records.push({
      timeSeconds,
      timeNanoseconds: (timeUs % 1_000_000) * 1000,
      bytes: ethernetFrame(header, data),
    })
    return this
  }

  bytes(): Uint8Array {
    return Buffer.concat([...writePcap(this.records)])
  }

  /** What these detectors state of the capture, in order; an update stands beside what it updates. */
  detect(...given: readonly TestDetector[]): Detection[] {
    const found: Detection[] = []
    this.#run(given, (detection) => found.push(detection))
    return found
  }

  /** The severities that each detection had one after another, without those revisions that kept it. */
  severities(...given: readonly TestDetector[]): Severity[] {
    const latest = new Map<string, Severity>()
    const found: Severity[] = []
    for (const { detection_id: id, severity } of this.detect(...given)) {
      if (latest.get(id) !== severity) found.push(severity)
      latest.set(id, severity)
    }
    return found
  }

  /** What these detectors state in the end: each detection in its latest revision. */
  settled(...given: readonly TestDetector[]): Detection[] {
    return [...new Map(this.detect(...given).map((one) => [one.detection_id, one])).values()]
  }

  /** An engine with these detectors, after the capture went through it. */
  engine(...given: readonly TestDetector[]): Engine {
    return this.#run(given, () => {})
  }

  #run(given: readonly TestDetector[], onDetection: (detection: Detection) => void): Engine {
    const engine = new Engine({
      capture: { source: 'pcap', name: 'script' },
      detectors: given.filter((one) => typeof one !== 'function'),
      observers: given.filter((one) => typeof one === 'function'),
      seed: 1,
      onDetection,
    })
    engine.push(this.bytes())
    engine.end()
    return engine
  }

  #ip(from: string, to: string, protocol: number, payload: Uint8Array, timeToLive = 64): this {
    const [source, destination] = [hostOf(from), hostOf(to)]
    const packet = ipv4Packet(
      {
        source: addressBytes(source),
        destination: addressBytes(destination),
        protocol,
        timeToLive,
        identification: this.records.length & 0xffff,
      },
      payload,
    )
    const macs = [macOf({ address: source }), macOf({ address: destination })] as const
    return this.ethernet(macs[0], macs[1], EtherType.ipv4, packet)
  }
}

/** A detector, or an observer that only looks. */
type TestDetector = Detector | ObserverFactory

export interface SegmentFields {
  readonly sequence?: number
  readonly acknowledgement?: number
  readonly payload?: string | Uint8Array
  readonly timeToLive?: number
}

export interface ArpEnd {
  readonly address: string
  /** Made from the address by default. */
  readonly mac?: string
}

export function addressBytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}

function macOf({ address, mac }: ArpEnd): Buffer {
  if (mac) return Buffer.from(mac.replaceAll(':', ''), 'hex')
  return Buffer.concat([Buffer.from([2, 0]), addressBytes(address)])
}

function ends(from: string, to: string) {
  return {
    source: addressBytes(hostOf(from)),
    destination: addressBytes(hostOf(to)),
    sourcePort: portOf(from),
    destinationPort: portOf(to),
  }
}

function hostOf(endpoint: string): string {
  return endpoint.split(':')[0] as string
}

function portOf(endpoint: string): number {
  return Number(endpoint.split(':')[1] ?? 0)
}

function bytesOf(payload: string | Uint8Array): Uint8Array {
  return typeof payload === 'string' ? Buffer.from(payload, 'latin1') : payload
}

/** What is said in one turn is cut at 1,460 bytes, as TCP over Ethernet does. */
function segmentsOf(message: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let start = 0; start < message.length; start += 1460) {
    parts.push(message.subarray(start, start + 1460))
  }
  return parts
}

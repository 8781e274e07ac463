import { AppError } from 'step-1-skeleton/errors'
import { decodeFrame } from '../../decode/decode-frame.ts'
import { Frame, Layer } from '../../decode/frame.ts'
import { CaptureReader } from '../../pcap/capture-reader.ts'
import { uncompressed } from '../../pcap/gunzip.ts'
import { isKnownLinkType, linkTypeName } from '../../pcap/link-type.ts'
import { Packet } from '../../pcap/packet.ts'
import type { CaptureProblem, CaptureSummary, ProtocolCounts } from './capture-summary.ts'
import { Conversations } from './conversations.ts'
import { epochText, type TrafficTime, timeText } from './traffic-time.ts'

export type { CaptureSummary } from './capture-summary.ts'

/**
 * Counts what a capture holds, packed with gzip or not. A damaged or cut capture gives what was
 * read of it, and `error`; only a failure of `chunks` itself is thrown.
 */
export async function inspectCapture(chunks: AsyncIterable<Uint8Array>): Promise<CaptureSummary> {
  const reader = new CaptureReader()
  const packet = new Packet()
  const count = new CaptureCount()
  let isGzip = false
  let problem: CaptureProblem | null = null
  const onGzip = () => {
    isGzip = true
  }
  try {
    for await (const chunk of uncompressed(chunks, { onGzip })) {
      reader.push(chunk)
      while (reader.next(packet)) count.see(packet)
      if (reader.error !== null) break
    }
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('E_GZIP_')) throw error
    problem = { code: error.code as CaptureProblem['code'], message: error.message, offset: 0 }
  }
  reader.end()
  if (problem !== null) problem = { ...problem, offset: reader.offset }
  return {
    format: isGzip ? `${reader.format}.gz` : reader.format,
    link_types: reader.linkTypes.map(linkTypeName),
    ...count.summary(),
    ...withError(problem ?? reader.error),
  }
}

function withError(error: CaptureProblem | null): { error?: CaptureProblem } {
  return error === null ? {} : { error }
}

/** Everything that is counted, packet by packet. */
class CaptureCount {
  #frames = 0
  #bytes = 0
  #capturedBytes = 0
  #fragments = 0
  #malformed = 0
  #unknownLinkFrames = 0
  #first: TrafficTime | null = null
  #lastSeconds = 0
  #lastNanoseconds = 0
  readonly #protocols: ProtocolCounts = {
    ip: 0,
    ipv6: 0,
    arp: 0,
    tcp: 0,
    udp: 0,
    icmp: 0,
    icmpv6: 0,
    dns: 0,
  }
  readonly #conversations = new Conversations()
  readonly #frame = new Frame()

  see(packet: Packet): void {
    const frame = this.#frame
    decodeFrame(packet, frame)
    this.#frames++
    this.#bytes += packet.originalLength
    this.#capturedBytes += packet.capturedLength
    if (packet.hasTime) this.#seeTime(packet)
    if (frame.malformed !== 0) this.#malformed++
    if (!isKnownLinkType(packet.linkType)) this.#unknownLinkFrames++
    this.#seeProtocols(frame)
    this.#conversations.see(packet.bytes, frame)
  }

  #seeTime({ timeSeconds, timeNanoseconds }: Packet): void {
    this.#first ??= { seconds: timeSeconds, nanoseconds: timeNanoseconds }
    this.#lastSeconds = timeSeconds
    this.#lastNanoseconds = timeNanoseconds
  }

  #seeProtocols({ outerLayers, layers }: Frame): void {
    const protocols = this.#protocols
    if (outerLayers & Layer.ipv4) protocols.ip++
    if (outerLayers & Layer.ipv6) protocols.ipv6++
    if (outerLayers & Layer.arp) protocols.arp++
    if (outerLayers & Layer.tcp) protocols.tcp++
    if (outerLayers & Layer.udp) protocols.udp++
    if (outerLayers & Layer.icmp) protocols.icmp++
    if (outerLayers & Layer.icmpv6) protocols.icmpv6++
    if (layers & Layer.dns) protocols.dns++
    if (outerLayers & Layer.laterFragment) this.#fragments++
  }

  summary(): Omit<CaptureSummary, 'format' | 'link_types' | 'error'> {
    const first = this.#first
    const last = { seconds: this.#lastSeconds, nanoseconds: this.#lastNanoseconds }
    return {
      frames: this.#frames,
      bytes: this.#bytes,
      captured_bytes: this.#capturedBytes,
      protocols: this.#protocols,
      fragments: this.#fragments,
      malformed: this.#malformed,
      unknown_link_frames: this.#unknownLinkFrames,
      tcp_conversations: this.#conversations.tcpCount,
      udp_conversations: this.#conversations.udpCount,
      ...(this.#conversations.isFull ? { conversations_capped: true as const } : {}),
      first_seen: first && timeText(first),
      last_seen: first && timeText(last),
      first_epoch: first && epochText(first),
      last_epoch: first && epochText(last),
    }
  }
}

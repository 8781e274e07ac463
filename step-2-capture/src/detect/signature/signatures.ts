import { IpProtocol, Layer } from '../../decode/frame.ts'
import { HttpHead, HttpKind } from '../../decode/http.ts'
import {
  basicCredentials,
  bodyLength,
  chunkAt,
  decodedTarget,
  headerLines,
} from '../../decode/http-parts.ts'
import { ja3, ja4, TlsFound, TlsHelloReader } from '../../decode/tls.ts'
import { Application } from '../../flow/application.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { StreamBuffer } from '../../reassembly/stream-buffer.ts'
import { type StreamHead, streamBytesMax } from '../../reassembly/stream-head.ts'
import { StreamHeads } from '../../reassembly/stream-heads.ts'
import { type DetectionKind, type Detector, defineDetector } from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import type { Reporter } from '../seam/reporter.ts'
import type { SideReport } from '../seam/side-report.ts'
import { builtInRules } from './built-in-rules.ts'
import { ByteAutomaton } from './byte-automaton.ts'
import { PartMatcher } from './part-matcher.ts'
import { readingsOf } from './readable-body.ts'
import type { SignatureRule } from './rule.ts'
import { RuleSet } from './rule-set.ts'
import { signatureTitle } from './signature-reports.ts'

/** Datagrams of a flow and direction that are looked at: what a protocol is shows at once. */
const datagramCountMax = 8
/** Bytes that are looked at again with what follows them: a literal and what stands behind it. */
const overlapBytes = 512
/** Behind the data of a chunk. */
const lineEndBytes = 2
/** Of a request's body: forms are shorter, and of an upload the start tells what it is. */
const bodyBytesMax = 8_192

/** How full the memory of TCP streams is, and what was odd in them. */
export const streamReport: SideReport<StreamBuffer> = { name: 'streams' }

/** What is known to be bad, found in payloads: TCP streams in order, HTTP, DNS names and TLS hellos. */
export function signaturesOf(rules: readonly SignatureRule[]): Detector {
  const ruleSet = new RuleSet(rules)
  return defineDetector({
    name: 'signatures',
    family: 'signature',
    about: 'Patterns of known attacks and programs in payloads, each a rule.',
    kinds: kindsOf(rules),
    options: {},
    watch: (traffic, _settings, reporter) => new Signatures(traffic, ruleSet, reporter),
  })
}

export const signatures = signaturesOf(builtInRules)

/** One kind of detection for each kind that the rules name; its first rule describes it. */
function kindsOf(rules: readonly SignatureRule[]): DetectionKind[] {
  const kinds = new Map<string, DetectionKind>()
  for (const { kind: id, technique, recommendation: recommend } of rules) {
    if (!kinds.has(id)) kinds.set(id, { id, title: signatureTitle, technique, recommend })
  }
  return [...kinds.values()]
}

class Signatures implements TrafficObserver {
  readonly protocols = [IpProtocol.tcp, IpProtocol.udp]
  readonly payloadBytesMax = streamBytesMax
  readonly allRequests = true
  readonly #traffic: Traffic
  readonly #rules: RuleSet
  readonly #matcher: PartMatcher
  readonly #streams = new StreamHeads()
  /** The directions of a flow of which nothing more is wanted: 1, 2, or both. */
  readonly #done: FlowMarks
  readonly #http = new HttpHead()
  readonly #tls = new TlsHelloReader()

  constructor(traffic: Traffic, rules: RuleSet, reporter: Reporter) {
    this.#traffic = traffic
    this.#rules = rules
    this.#done = new FlowMarks(traffic.flows)
    this.#matcher = new PartMatcher(traffic, rules, reporter)
    reporter.offer(streamReport, () => this.#streams.buffer)
  }

  onPayload(): void {
    const { frame, flow } = this.#traffic
    if (frame.layers & Layer.tcp) this.#seeSegment(flow)
    else if ((frame.layers & (Layer.udp | Layer.dns)) === Layer.udp) this.#seeDatagram(flow)
  }

  onDns(): void {
    this.#matcher.seeQuestionOrAnswer()
  }

  onFlowAnswered(flow: FlowId): void {
    this.#matcher.seeAnswered(flow)
  }

  onFlowEnd(flow: FlowId): void {
    // Most flows have nothing here, or were done with long before they end.
    if (this.#done.get(flow) !== 3) this.#streams.end(flow)
  }

  #seeDatagram(flow: FlowId): void {
    const { packet, frame, flows } = this.#traffic
    const side = flows.fromOriginator ? 0 : 1
    if (flows.value(flow, FlowColumn.originatorPackets + side) > datagramCountMax) return
    const { payloadOffset, payloadLength } = frame
    this.#matcher.match('payload', packet.bytes, payloadOffset, payloadOffset + payloadLength)
  }

  #seeSegment(flow: FlowId): void {
    const { packet, frame, flows, applications } = this.#traffic
    const side = flows.fromOriginator ? 0 : 1
    if ((this.#done.get(flow) & (side + 1)) !== 0) return
    const application = applications.of(flow)
    const isRequest = application === Application.http && side === 0
    if (application === Application.ftp) this.#matcher.seeFtp(flow)
    const { payloadOffset: offset, payloadLength: length, payloadWireLength } = frame
    if (length < payloadWireLength && !isRequest && application !== Application.tls) {
      // Nothing will join what the snap length has cut, so it is not copied.
      this.#matcher.match('payload', packet.bytes, offset, offset + length)
      this.#endWhenLong(flow, side)
      return
    }
    const head = this.#streams.of(flow, side)
    head.add(packet.bytes, frame)
    if (application === Application.tls) this.#seeHello(head, side)
    else {
      this.#seeBytes(head)
      if (isRequest) this.#seeRequests(head)
      else head.isDone = head.length === streamBytesMax || application === Application.ssh
    }
    if (head.isDone) this.#end(flow, side)
    else if (!isRequest) this.#endWhenLong(flow, side)
  }

  /** Requests go on for as long as the connection; all else shows its nature at the start. */
  #endWhenLong(flow: FlowId, side: number): void {
    const { flows } = this.#traffic
    const sent = flows.value(flow, FlowColumn.originatorPayloadBytes + side)
    if (sent > streamBytesMax) this.#end(flow, side)
  }

  #end(flow: FlowId, side: number): void {
    this.#done.set(flow, this.#done.get(flow) | (side + 1))
    this.#streams.endSide(flow, side)
  }

  /** Matches what is new in the stream; once it holds a literal, a little before that as well. */
  #seeBytes(head: StreamHead): void {
    const { bytes, length, seenLength } = head
    if (!head.hasLiteral) {
      head.searchState = this.#rules.search('payload', bytes, seenLength, length, head.searchState)
      head.hasLiteral = head.searchState === ByteAutomaton.found
    }
    if (head.hasLiteral && length > seenLength) {
      // What was found is behind this, and not found again.
      const from = Math.max(head.matchedLength, seenLength - overlapBytes)
      head.matchedLength = this.#matcher.match('payload', bytes, from, length)
    }
    head.seenLength = length
  }

  /** Goes through the requests that the stream holds, each part matched once it is there. */
  #seeRequests(head: StreamHead): void {
    while (head.length > 0) {
      const mayGrow = head.length < streamBytesMax && !head.isCut
      if (head.skipBytes > 0) this.#skip(head)
      else if (head.bodyBytes > 0) {
        const viewed = Math.min(head.bodyBytes, bodyBytesMax)
        if (mayGrow && head.length < viewed) return
        this.#matchBody(head, Math.min(viewed, head.length))
        head.skipBytes = head.bodyBytes
        head.bodyBytes = 0
      } else if (this.#http.parse(head.bytes, 0, head.length) !== HttpKind.request) {
        this.#seeChunk(head)
      } else {
        if (mayGrow && !this.#http.isComplete) return
        this.#matchHead(head.bytes)
        head.bodyBytes = bodyLength(this.#http)
        head.startBody(this.#http.header('content-encoding'))
        head.drop(this.#http.end)
      }
    }
  }

  /** What follows a request and starts none may be a chunk of its body, with a line end behind it. */
  #seeChunk(head: StreamHead): void {
    const chunk = chunkAt(head.bytes, head.length)
    head.drop(chunk?.start ?? head.length)
    if (chunk) head.bodyBytes = chunk.end - chunk.start + lineEndBytes
    head.isChunked = chunk !== null
  }

  #skip(head: StreamHead): void {
    const skipped = Math.min(head.skipBytes, head.length)
    head.skipBytes -= skipped
    head.drop(skipped)
  }

  #matchHead(bytes: Uint8Array): void {
    const target = decodedTarget(this.#http, bytes)
    this.#matcher.match('http.uri', target, 0, target.length)
    const lines = headerLines(this.#http)
    this.#matcher.match('http.header', lines, 0, lines.length)
    const credentials = basicCredentials(this.#http)
    if (credentials) this.#matcher.match('http.credentials', credentials, 0, credentials.length)
    this.#matcher.seeTarget(this.#http.target)
  }

  /** A chunk is read with the end of the one before it, unless something was found there. */
  #matchBody(head: StreamHead, length: number): void {
    const isWhole = head.isChunked && length === head.bodyBytes
    const part = head.bytes.subarray(0, isWhole ? length - lineEndBytes : length)
    const body = head.lastChunk.length > 0 ? Buffer.concat([head.lastChunk, part]) : part
    let isFound = false
    for (const text of readingsOf(body, head.bodyEncoding)) {
      if (this.#matcher.match('http.body', text, 0, text.length) > 0) isFound = true
    }
    const keepsEnd = head.isChunked && !isFound && head.bodyEncoding === null
    head.lastChunk = keepsEnd ? body.slice(-overlapBytes) : body.slice(0, 0)
  }

  /** TLS hides the rest: after the hello there is nothing to match. */
  #seeHello(head: StreamHead, side: number): void {
    const found = side === 0 ? this.#tls.read(head.bytes, 0, head.length) : TlsFound.nothing
    const isHello = found === TlsFound.clientHello
    head.isDone = side === 1 || (isHello && this.#tls.client.isComplete)
    if (head.length === streamBytesMax) head.isDone = true
    if (!isHello || !this.#tls.client.isComplete) return
    const { client } = this.#tls
    this.#matcher.matchText('tls.sni', client.serverName ?? '')
    if (this.#rules.reads('tls.ja3')) this.#matcher.matchText('tls.ja3', ja3(client))
    if (this.#rules.reads('tls.ja4')) this.#matcher.matchText('tls.ja4', ja4(client))
  }
}

import { Layer } from '../../decode/frame.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { BufferName } from './buffer-name.ts'
import { candidateCountMax, type Direction } from './direction.ts'
import type { Message, PacketPlace } from './message.ts'
import type { IndexedBuffer, RuleIndex, Side } from './rule-index.ts'
import type { RuleJudge } from './rule-judge.ts'
import type { RuleNumber, Transport } from './user-rule.ts'
import type { WorkCounts } from './work-counts.ts'

/** Datagrams of a flow and direction that are looked at: what a protocol is shows at once. */
export const datagramCountMax = 64

/** The current packet alone, as rules about single packets see it. */
class PacketMessage implements Message {
  flow = 0 as FlowId
  isFromOriginator = true
  isOver = true
  packet: PacketPlace = { index: 0, recordOffset: 0, timeUs: 0 }
  payload: Uint8Array = new Uint8Array(0)

  buffer(name: BufferName): Uint8Array | null {
    return name === 'payload' ? this.payload : null
  }
}

/** Finds the rules whose content stands in a payload: of a stream, or of a single packet. */
export class PayloadRules {
  readonly #traffic: Traffic
  readonly #index: RuleIndex
  readonly #judge: RuleJudge
  readonly #work: WorkCounts
  readonly #packet = new PacketMessage()
  readonly #found: RuleNumber[] = []
  /** Used again for each search. */
  readonly #place = { start: 0, offset: 0, end: 0 }

  constructor(traffic: Traffic, index: RuleIndex, judge: RuleJudge, work: WorkCounts) {
    this.#traffic = traffic
    this.#index = index
    this.#judge = judge
    this.#work = work
  }

  /** Searches what is new in a stream, and judges what was found: at once, and as the turn doubles. */
  seeStream(direction: Direction): void {
    const indexed = this.#index.payload('tcp', direction.isFromOriginator ? 0 : 1)
    if (indexed === null) return
    const isNew = this.#searchStream(direction, indexed)
    const { head, turnStart, judgedLength, fresh } = direction
    const hasDoubled = head.length - turnStart >= 2 * judgedLength
    if (fresh.length > 0 && (isNew || hasDoubled)) this.#judgeTurn(direction)
  }

  /** The other end speaks: what was found in this turn is judged on all of it. */
  endTurn(direction: Direction): void {
    if (direction.fresh.length > 0) this.#judgeTurn(direction)
    const { candidates, fresh } = direction
    for (const rule of fresh) if (!candidates.includes(rule)) candidates.push(rule)
    if (candidates.length > candidateCountMax) {
      candidates.length = candidateCountMax
      this.#work.cutShort++
    }
    direction.fresh = []
    direction.matched = []
  }

  /** Nothing more comes: what was found in any turn is judged on the whole stream. */
  finish(direction: Direction): void {
    const hasTurns = direction.turnStart > 0
    this.endTurn(direction)
    if (!hasTurns) return
    direction.turnStart = 0
    for (const rule of direction.candidates) this.#judge.judge(rule, direction, null)
  }

  /** What begins where this end began to speak last. */
  #judgeTurn(direction: Direction): void {
    direction.judgedLength = direction.head.length - direction.turnStart
    direction.fresh = direction.fresh
      .sort((a, b) => a - b)
      .filter((rule) => {
        const isDone = this.#judge.judge(rule, direction, null)
        if (isDone) direction.matched.push(rule)
        return !isDone
      })
  }

  /** A datagram, or a message of ICMP. */
  seePacket(transport: Transport, flow: FlowId, others: readonly RuleNumber[]): void {
    const side: Side = this.#traffic.flows.fromOriginator ? 0 : 1
    const found = this.#found
    found.length = 0
    this.#searchPacket(this.#index.payload(transport, side), flow, found)
    this.#judge.note(found, others, this.#ofFlow(flow))
    if (found.length > 0) this.#judgePacket(found, this.#packetMessage(flow))
  }

  /** Whether a rule may match the payload of the current packet, a part of a stream. */
  mayMatchSegment(flow: FlowId): boolean {
    const side: Side = this.#traffic.flows.fromOriginator ? 0 : 1
    this.#found.length = 0
    this.#searchPacket(this.#index.payload('tcp', side), flow, this.#found)
    return this.#found.length > 0
  }

  /** Judges what `mayMatchSegment` has found on a stream that is this segment alone. */
  seeSegment(direction: Direction): void {
    direction.searchedLength = direction.head.length
    if (this.#found.length > 0 && this.#share(direction)) this.#judgeTurn(direction)
  }

  #searchPacket(indexed: IndexedBuffer | null, flow: FlowId, found: RuleNumber[]): void {
    const { packet, frame } = this.#traffic
    if (indexed === null || frame.payloadLength === 0) return
    const place = this.#place
    place.start = frame.payloadOffset
    place.offset = place.start
    place.end = place.start + frame.payloadLength
    indexed.search(packet.bytes, place)
    const message = this.#ofFlow(flow)
    this.#judge.note(found, indexed.found, message, indexed.foundCount)
    this.#judge.note(found, indexed.always, message)
  }

  /** Rules about the headers of the current packet. */
  seeHeaders(flow: FlowId, rules: readonly RuleNumber[]): void {
    const found = this.#found
    found.length = 0
    this.#judge.note(found, rules, this.#ofFlow(flow))
    if (found.length > 0) this.#judgePacket(found, this.#packetMessage(flow))
  }

  /** Whether a rule was found that was not found in this turn before. */
  #searchStream(direction: Direction, indexed: IndexedBuffer): boolean {
    const { head, searchedLength } = direction
    const found = this.#found
    found.length = 0
    const place = this.#place
    place.start = 0
    place.offset = searchedLength
    place.end = head.length
    indexed.search(head.bytes, place)
    this.#judge.note(found, indexed.found, direction, indexed.foundCount)
    const isStart = searchedLength === direction.turnStart
    const { rules } = this.#index
    const { always } = indexed
    const due = isStart ? always : always.filter((rule) => rules[rule]?.isPerPacket)
    this.#judge.note(found, due, direction)
    direction.searchedLength = head.length
    return found.length > 0 && this.#share(direction)
  }

  /** Judges what was found of the packet, and leaves what was found of the turn to be judged. */
  #share(direction: Direction): boolean {
    const { fresh, matched } = direction
    const found = this.#found
    const ofPacket = found.filter((rule) => this.#index.rules[rule]?.isPerPacket)
    const ofTurn = found.filter(
      (rule) => !ofPacket.includes(rule) && !fresh.includes(rule) && !matched.includes(rule),
    )
    fresh.push(...ofTurn)
    if (ofPacket.length > 0) this.#judgePacket(ofPacket, this.#packetMessage(direction.flow))
    return ofTurn.length > 0
  }

  #judgePacket(rules: RuleNumber[], message: PacketMessage): void {
    const { packet, frame } = this.#traffic
    const view = { frame, bytes: packet.bytes }
    for (const rule of rules.sort((a, b) => a - b)) this.#judge.judge(rule, message, view)
  }

  #packetMessage(flow: FlowId): PacketMessage {
    const { packet, frame } = this.#traffic
    const message = this.#ofFlow(flow)
    const { payloadOffset, payloadLength } = frame
    // What is not there of a cut packet may hold what must not be there.
    message.isOver = payloadLength >= frame.payloadWireLength && (frame.layers & Layer.cut) === 0
    message.packet = packet
    message.payload =
      payloadLength > 0
        ? packet.bytes.subarray(payloadOffset, payloadOffset + payloadLength)
        : nothing
    return message
  }

  /** Whose packet it is: what a rule is asked first. */
  #ofFlow(flow: FlowId): PacketMessage {
    const message = this.#packet
    message.flow = flow
    message.isFromOriginator = this.#traffic.flows.fromOriginator
    return message
  }
}

const nothing = new Uint8Array(0)

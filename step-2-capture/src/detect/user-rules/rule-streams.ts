import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { streamBytesMax } from '../../reassembly/stream-head.ts'
import { Direction } from './direction.ts'
import type { HttpRules } from './http-rules.ts'
import type { PayloadRules } from './payload-rules.ts'
import type { SessionRules } from './session-rules.ts'

/** 1,024 directions at up to 17 KiB are 17 MB; the oldest goes first, and is counted. */
export const directionCountMax = 1_024

/**
 * Marks of a flow: nothing more is wanted of a side until the other one speaks; who spoke last; the
 * stream of a side is kept. The bit of the responder is the one above.
 */
const Mark = { done: 1, responderSpoke: 4, hasSpoken: 8, kept: 16 } as const

/** What streams are shown to. */
export interface StreamRules {
  readonly payload: PayloadRules
  readonly http: HttpRules
  readonly session: SessionRules
}

/** Puts the bytes of TCP in order, and shows them to the rules as they come and when a turn ends. */
export class RuleStreams {
  readonly #traffic: Traffic
  readonly #payload: PayloadRules
  readonly #http: HttpRules
  readonly #session: SessionRules
  readonly #marks: FlowMarks
  readonly #directions = new BoundedMap<number, Direction>({
    countMax: directionCountMax,
    onEvict: (direction, key) => this.#putAway(direction, key & 1),
  })
  /** What the snap length cut joins nothing, and is needed for a moment. */
  readonly #cut = new Direction()
  readonly #spare: Direction[] = []

  constructor(traffic: Traffic, { payload, http, session }: StreamRules) {
    this.#traffic = traffic
    this.#payload = payload
    this.#http = http
    this.#session = session
    this.#marks = new FlowMarks(traffic.flows)
  }

  get evictedCount(): number {
    return this.#directions.evictedCount
  }

  /** The current packet brings bytes of a TCP flow. */
  see(flow: FlowId): void {
    const { frame, flows, applications } = this.#traffic
    const side = flows.fromOriginator ? 0 : 1
    const isHttp = applications.of(flow) === Application.http
    let marks = this.#marks.get(flow)
    const isTurn =
      (marks & Mark.hasSpoken) !== 0 && ((marks & Mark.responderSpoke) === 0) !== (side === 0)
    if (isTurn) {
      if (!this.#isNew(flow, side)) return
      this.#endTurn(flow, 1 - side)
      // The next message of HTTP begins; other protocols show their nature at the start.
      if (isHttp) marks &= ~(Mark.done << side)
    }
    const spoken = Mark.hasSpoken | (side === 0 ? 0 : Mark.responderSpoke)
    marks = (marks & ~Mark.responderSpoke) | spoken
    if ((marks & (Mark.done << side)) !== 0) {
      if (isTurn) this.#marks.set(flow, marks)
      return
    }
    this.#marks.set(flow, marks)
    if (frame.payloadLength < frame.payloadWireLength) {
      this.#seeCut(flow, side)
      return
    }
    const direction = this.#of(flow, side)
    if (isTurn) this.#startTurn(direction, isHttp)
    this.#add(direction, side)
  }

  /** The flow is over: what waited for more is judged. */
  end(flow: FlowId): void {
    for (const side of [0, 1]) {
      const direction = this.#known(flow, side)
      if (direction) this.#finish(direction, side)
    }
  }

  #add(direction: Direction, side: number): void {
    const { packet, frame, flows } = this.#traffic
    const { head } = direction
    direction.notePacket(packet)
    head.add(packet.bytes, frame)
    if (head.length < direction.searchedLength) this.#forgetGap(direction)
    this.#payload.seeStream(direction)
    const application = this.#traffic.applications.of(direction.flow)
    if (application === Application.http) this.#http.see(direction)
    else this.#session.see(direction)
    if (head.length < streamBytesMax && !this.#http.isDone(direction, flows.fromOriginator)) return
    this.#finish(direction, side)
    this.#marks.set(direction.flow, this.#marks.get(direction.flow) | (Mark.done << side))
  }

  /** A hole was passed over: the stream begins again behind it. */
  #forgetGap(direction: Direction): void {
    direction.searchedLength = 0
    direction.judgedLength = 0
    direction.turnStart = 0
    direction.http = null
    direction.httpStart = 0
  }

  /** Bytes that were seen before are a repetition, and no answer. */
  #isNew(flow: FlowId, side: number): boolean {
    const { frame } = this.#traffic
    const known = this.#known(flow, side)
    const next = known?.head.nextSequence ?? -1
    return next === -1 || ((frame.tcpSequence + frame.payloadLength - next) | 0) > 0
  }

  #startTurn(direction: Direction, isHttp: boolean): void {
    if (isHttp && !this.#http.awaitsBody(direction)) direction.clear()
    else {
      direction.turnStart = direction.head.length
      direction.judgedLength = 0
    }
  }

  /** The other end has spoken, so what this one said is whole. */
  #endTurn(flow: FlowId, side: number): void {
    const direction = this.#known(flow, side)
    if (!direction) return
    direction.isOver = true
    this.#http.endTurn(direction)
    this.#payload.endTurn(direction)
    direction.isOver = false
  }

  #finish(direction: Direction, side: number): void {
    direction.isOver = true
    this.#http.finish(direction)
    this.#payload.finish(direction)
    this.#directions.delete(direction.flow * 2 + side)
    this.#putAway(direction, side)
  }

  /** What the snap length cut is judged as far as it is there: nothing will join it. */
  #seeCut(flow: FlowId, side: number): void {
    const known = this.#known(flow, side)
    if (known) this.#finish(known, side)
    const { packet, frame, applications } = this.#traffic
    const isHttp = applications.of(flow) === Application.http
    const startsHead = isHttp && isUpperCase(packet.bytes[frame.payloadOffset] as number)
    // Most have nothing in them, and need no room.
    if (!this.#payload.mayMatchSegment(flow) && !startsHead) return
    const direction = this.#cut
    direction.start(flow, side === 0)
    direction.isCut = true
    direction.notePacket(packet)
    direction.head.add(packet.bytes, frame)
    this.#payload.seeSegment(direction)
    if (startsHead) this.#http.seeCut(direction)
  }

  /** The stream that is kept of a side; most packets are of flows without one. */
  #known(flow: FlowId, side: number): Direction | undefined {
    if ((this.#marks.get(flow) & (Mark.kept << side)) === 0) return undefined
    return this.#directions.get(flow * 2 + side)
  }

  #of(flow: FlowId, side: number): Direction {
    const known = this.#known(flow, side)
    if (known) return known
    const direction = this.#spare.pop() ?? new Direction()
    direction.start(flow, side === 0)
    this.#directions.set(flow * 2 + side, direction)
    this.#marks.set(flow, this.#marks.get(flow) | (Mark.kept << side))
    return direction
  }

  #putAway(direction: Direction, side: number): void {
    const { flow } = direction
    this.#marks.set(flow, this.#marks.get(flow) & ~(Mark.kept << side))
    this.#spare.push(direction)
  }
}

/** Methods, and HTTP itself, are upper-case letters. */
function isUpperCase(byte: number): boolean {
  return byte >= 65 && byte <= 90
}

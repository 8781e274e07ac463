import { HttpHead, HttpKind } from '../../decode/http.ts'
import { streamBytesMax } from '../../reassembly/stream-head.ts'
import { type BufferName, bodyBuffers, httpBuffers } from './buffer-name.ts'
import type { Direction } from './direction.ts'
import { bodyBytesMax, unchunked } from './http-body.ts'
import { HttpMessage } from './http-message.ts'
import type { RuleIndex, Side } from './rule-index.ts'
import type { RuleJudge } from './rule-judge.ts'
import type { RuleNumber, UserRule } from './user-rule.ts'

/** Reads messages of HTTP/1 out of a stream, and judges the rules about their parts. */
export class HttpRules {
  readonly #index: RuleIndex
  readonly #judge: RuleJudge
  readonly #parser = new HttpHead()
  readonly #headBuffers: readonly (readonly BufferName[])[]
  readonly #bodyBuffers: readonly (readonly BufferName[])[]

  constructor(index: RuleIndex, judge: RuleJudge) {
    this.#index = index
    this.#judge = judge
    const indexed = (side: Side, isOfBody: boolean) =>
      [...httpBuffers].filter(
        (name) => bodyBuffers.has(name) === isOfBody && index.buffer(name, side) !== null,
      )
    this.#headBuffers = [indexed(0, false), indexed(1, false)]
    this.#bodyBuffers = [indexed(0, true), indexed(1, true)]
  }

  /** Goes through the messages that the stream holds, each part judged once it is there. */
  see(direction: Direction): void {
    while (!direction.isOpaque) {
      if (direction.http === null) {
        if (!this.#readHead(direction)) return
      } else if (!this.#readBody(direction)) return
    }
  }

  /** Whether a message waits for bytes that it has announced. */
  awaitsBody({ http, head, bodyStart, bodyLength }: Direction): boolean {
    return http?.isRequest === true && bodyLength > head.length - bodyStart
  }

  /** Whether all that is looked at of this turn was there, so that the rest can be passed over. */
  isDone({ http, head, bodyStart }: Direction, isFromOriginator: boolean): boolean {
    if (http === null || http.isRequest !== isFromOriginator) return false
    return head.length - bodyStart >= bodyBytesMax
  }

  /** The other end has spoken: a body whose length was not announced is whole. */
  endTurn(direction: Direction): void {
    if (direction.http !== null && !this.awaitsBody(direction)) this.#finishBody(direction)
    else if (direction.http === null && !direction.isOpaque) this.#readCutHead(direction)
  }

  /** Nothing more comes of this stream. */
  finish(direction: Direction): void {
    if (direction.http !== null) this.#finishBody(direction)
    else if (!direction.isOpaque) this.#readCutHead(direction)
  }

  /** A packet that the snap length has cut: what is there is all. */
  seeCut(direction: Direction): void {
    this.#readCutHead(direction)
  }

  #readHead(direction: Direction): boolean {
    const { head, httpStart } = direction
    const available = head.length - httpStart
    if (available === 0) return false
    const parser = this.#parser
    const kind = parser.parse(head.bytes, httpStart, available)
    const canGrow = head.length < streamBytesMax
    if (kind === HttpKind.none) {
      // The first line may not be whole yet.
      if (canGrow && available < firstLineMin) return false
      direction.isOpaque = true
      return false
    }
    if (!parser.isComplete) return false
    const http = this.#startMessage(direction, parser.end)
    direction.bodyStart = parser.end
    direction.isChunked = /\bchunked\b/i.test(http.header('transfer-encoding') ?? '')
    direction.bodyLength = bodyLengthOf(http, direction.isChunked)
    this.#searchHead(direction, http)
    return true
  }

  /** Whether the body is whole, so that the next message may begin. */
  #readBody(direction: Direction): boolean {
    const { head, bodyStart, bodyLength, isChunked } = direction
    const available = head.length - bodyStart
    let end = bodyLength
    if (isChunked) {
      const parts = unchunked(head.bytes.subarray(bodyStart, head.length))
      if (!parts.isOver) return false
      end = parts.end
    } else if (!(available >= bodyLength)) return false
    this.#finishBody(direction)
    direction.httpStart = bodyStart + end
    return true
  }

  /** A head without its end is read as far as it is there, once nothing more comes. */
  #readCutHead(direction: Direction): void {
    const { head, httpStart } = direction
    if (head.length === httpStart) return
    const kind = this.#parser.parse(head.bytes, httpStart, head.length - httpStart)
    if (kind === HttpKind.none) return
    const http = this.#startMessage(direction, head.length)
    direction.bodyStart = head.length
    this.#searchHead(direction, http)
    direction.http = null
  }

  #startMessage(direction: Direction, end: number): HttpMessage {
    const { head, httpStart } = direction
    const http = new HttpMessage(head.bytes.subarray(httpStart, end), end - httpStart)
    direction.http = http
    direction.httpCandidates = []
    return http
  }

  #searchHead(direction: Direction, http: HttpMessage): void {
    this.#search(direction, http, this.#headBuffers)
    const isOver = direction.isOver
    // The head is whole, whatever follows it.
    direction.isOver = !direction.isCut
    direction.httpCandidates = direction.httpCandidates.filter((rule) => {
      if (!isOfHead(this.#index.rules[rule] as UserRule)) return true
      this.#judge.judge(rule, direction, null)
      return false
    })
    direction.isOver = isOver
  }

  #finishBody(direction: Direction): void {
    const { head, http, bodyStart, bodyLength, isChunked } = direction
    if (http === null) return
    const available = head.bytes.subarray(bodyStart, head.length)
    const announced = Number.isNaN(bodyLength) ? available.length : bodyLength
    const sent = isChunked ? unchunked(available).bytes : available.subarray(0, announced)
    http.setBody(sent.subarray(0, bodyBytesMax))
    this.#search(direction, http, this.#bodyBuffers)
    const isOver = direction.isOver
    direction.isOver = true
    const rules = [...direction.httpCandidates, ...this.#foundInPayload(direction)]
    for (const rule of rules.sort((a, b) => a - b)) this.#judge.judge(rule, direction, null)
    direction.isOver = isOver
    direction.httpCandidates = []
    direction.http = null
    direction.httpStart = Math.min(head.length, bodyStart + announced)
  }

  /** Rules about this message that were found by a content of the whole stream. */
  #foundInPayload({ fresh, httpCandidates }: Direction): RuleNumber[] {
    return fresh.filter((rule) => {
      const reads = this.#index.rules[rule]?.buffers.some((buffer) => httpBuffers.has(buffer))
      return reads === true && !httpCandidates.includes(rule)
    })
  }

  #search(
    direction: Direction,
    http: HttpMessage,
    buffers: readonly (readonly BufferName[])[],
  ): void {
    const { isFromOriginator, httpCandidates: found } = direction
    const side: Side = isFromOriginator ? 0 : 1
    for (const name of buffers[side] ?? []) {
      const indexed = this.#index.buffer(name, side)
      const bytes = http.buffer(name)
      if (!indexed || bytes === null || bytes.length === 0) continue
      indexed.search(bytes, { start: 0, offset: 0, end: bytes.length })
      this.#judge.note(found, indexed.found, direction, indexed.foundCount)
      this.#judge.note(found, indexed.always, direction)
    }
    found.sort((a, b) => a - b)
  }
}

/** `HTTP/1.1 200`, or a method, a target and a version. */
const firstLineMin = 16

/** Everything that the rule reads stands in the head. */
function isOfHead({ buffers }: UserRule): boolean {
  return buffers.every((buffer) => buffer !== 'payload' && !bodyBuffers.has(buffer))
}

/** Bytes that follow the head: 0 for none, NaN where they end with the chunks or the connection. */
function bodyLengthOf(http: HttpMessage, isChunked: boolean): number {
  const { isRequest, status } = http
  if (!isRequest && (status < 200 || status === 204 || status === 304)) return 0
  if (isChunked) return Number.NaN
  const text = http.header('content-length')
  const announced = text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
  return announced ?? (isRequest ? 0 : Number.NaN)
}

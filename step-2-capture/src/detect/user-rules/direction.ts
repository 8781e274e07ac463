import type { FlowId } from '../../flow/flow-rows.ts'
import { StreamHead } from '../../reassembly/stream-head.ts'
import type { BufferName } from './buffer-name.ts'
import type { HttpMessage } from './http-message.ts'
import type { Message, PacketPlace } from './message.ts'
import type { RuleNumber } from './user-rule.ts'

/** Rules that are tried on one message; Suricata's prefilter has no limit, and its time is the sender's. */
export const candidateCountMax = 512

/** One direction of a TCP connection: its bytes in order, and the rules that may match them. */
export class Direction implements Message {
  readonly head = new StreamHead()
  flow = 0 as FlowId
  isFromOriginator = true
  /** Where what is said now began: the other end spoke before it. */
  turnStart = 0
  isOver = false
  readonly packet = { index: 0, recordOffset: 0, timeUs: 0 }
  /** Rules whose content was found in this turn, and have not matched; those that have. */
  fresh: RuleNumber[] = []
  matched: RuleNumber[] = []
  /** Rules whose content was found in a turn before, and that have not matched. */
  candidates: RuleNumber[] = []
  /** Up to where the stream was searched, and the length of the turn when it was judged last. */
  searchedLength = 0
  judgedLength = 0
  /** The message of HTTP whose head has come, and where in the stream its parts begin. */
  http: HttpMessage | null = null
  httpCandidates: RuleNumber[] = []
  httpStart = 0
  bodyStart = 0
  /** Bytes of the body as announced; NaN where only the end of the connection or a chunk tells. */
  bodyLength = 0
  isChunked = false
  /** It speaks no HTTP that can be read. */
  isOpaque = false
  /** The snap length cut it: what must not be there may be in what is missing. */
  isCut = false
  /** What it says of itself in TLS or SSH was read. */
  isSessionRead = false

  start(flow: FlowId, isFromOriginator: boolean): void {
    this.flow = flow
    this.isFromOriginator = isFromOriginator
    this.clear()
  }

  /** Forgets what was said; what comes next begins anew. */
  clear(): void {
    this.head.reset()
    this.turnStart = 0
    this.isOver = false
    this.fresh.length = 0
    this.matched.length = 0
    this.candidates.length = 0
    this.searchedLength = 0
    this.judgedLength = 0
    this.http = null
    this.httpCandidates.length = 0
    this.httpStart = 0
    this.bodyStart = 0
    this.bodyLength = 0
    this.isChunked = false
    this.isOpaque = false
    this.isCut = false
    this.isSessionRead = false
  }

  notePacket({ index, recordOffset, timeUs }: PacketPlace): void {
    this.packet.index = index
    this.packet.recordOffset = recordOffset
    this.packet.timeUs = timeUs
  }

  buffer(name: BufferName): Uint8Array | null {
    if (name === 'payload') return this.head.bytes.subarray(this.turnStart, this.head.length)
    return this.http?.buffer(name) ?? null
  }
}

import { readUint16 } from './big-endian.ts'
import { DnsName, type DnsNamePlace } from './dns-name.ts'
import { type Frame, Layer } from './frame.ts'

/** Resource record types (IANA) that the detectors speak of. */
export const DnsType = {
  a: 1,
  ns: 2,
  cname: 5,
  soa: 6,
  null: 10,
  ptr: 12,
  mx: 15,
  txt: 16,
  key: 25,
  aaaa: 28,
  srv: 33,
  opt: 41,
  https: 65,
  any: 255,
} as const

export const DnsResponseCode = { noError: 0, serverFailure: 2, nxDomain: 3, refused: 5 } as const

const headerLength = 12
/** Answers that are kept; the header may declare 65,535. 32 × 16 B. */
export const dnsAnswerCountMax = 32

/** One answer of a message: offsets are absolute, into the bytes that were parsed. */
export interface DnsAnswer {
  type: number
  timeToLive: number
  dataOffset: number
  dataLength: number
}

/**
 * A DNS message (RFC 1035), parsed into one record that is reused. The question is read at once;
 * answers are columns up to `answerCount`, and their names are decompressed when asked for.
 */
export class DnsMessage {
  id = 0
  isResponse = false
  opcode = 0
  isTruncated = false
  /** See `DnsResponseCode`. */
  responseCode = 0
  /** Counts that the header declares. */
  declaredQuestions = 0
  declaredAnswers = 0
  declaredAuthorities = 0
  declaredAdditionals = 0
  /** The first question, or length 0. */
  readonly name = new DnsName()
  questionType = 0
  questionClass = 0
  /** Answers that were read whole, at most `dnsAnswerCountMax`. */
  answerCount = 0
  readonly answers: readonly DnsAnswer[] = Array.from({ length: dnsAnswerCountMax }, () => ({
    type: 0,
    timeToLive: 0,
    dataOffset: 0,
    dataLength: 0,
  }))
  /** Bytes of data in the answers that were read. */
  answerBytes = 0
  /** The header or the question made no sense, or the answers ended early. */
  isMalformed = false
  readonly #place: DnsNamePlace = { bytes: new Uint8Array(0), messageStart: 0, end: 0 }
  readonly #skipped = new DnsName()
  /** Where the authority section starts, or -1. */
  #authorityOffset = -1

  /** Parses `bytes[offset, offset + length)`; false when that is no DNS message at all. */
  parse(bytes: Uint8Array, offset: number, length: number): boolean {
    this.#setPlace(bytes, offset, length)
    this.#authorityOffset = -1
    this.answerCount = 0
    this.answerBytes = 0
    this.name.length = 0
    this.name.labelCount = 0
    this.name.longestLabel = 0
    this.questionType = 0
    this.isMalformed = length < headerLength
    if (this.isMalformed) return false
    this.#readHeader(bytes, offset)
    // Opcodes above 6 were never given out, and no message has more than one question.
    if (this.opcode > 6 || this.declaredQuestions > 1) return false
    const at = this.#readQuestion(bytes, offset + headerLength)
    this.isMalformed = at === -1
    if (at === -1) return false
    this.#readAnswers(bytes, at)
    return true
  }

  /** The name in an answer's data (CNAME, NS, PTR; of MX and SRV what follows the numbers). */
  readAnswerName(answer: DnsAnswer, name: DnsName): boolean {
    const numbers = answer.type === DnsType.mx ? 2 : answer.type === DnsType.srv ? 6 : 0
    return name.read(this.#place, answer.dataOffset + numbers) !== -1
  }

  /** The name of the zone that a negative answer comes from: its SOA's owner (RFC 2308, section 2). */
  readZone(name: DnsName): boolean {
    const { bytes, end } = this.#place
    if (this.declaredAuthorities === 0 || this.#authorityOffset === -1) return false
    const next = name.read(this.#place, this.#authorityOffset)
    return next !== -1 && next + 2 <= end && readUint16(bytes, next) === DnsType.soa
  }

  #setPlace(bytes: Uint8Array, offset: number, length: number): void {
    this.#place.bytes = bytes
    this.#place.messageStart = offset
    this.#place.end = offset + length
  }

  #readHeader(bytes: Uint8Array, at: number): void {
    const flags = readUint16(bytes, at + 2)
    this.id = readUint16(bytes, at)
    this.isResponse = (flags & 0x8000) !== 0
    this.opcode = (flags >>> 11) & 15
    this.isTruncated = (flags & 0x0200) !== 0
    this.responseCode = flags & 15
    this.declaredQuestions = readUint16(bytes, at + 4)
    this.declaredAnswers = readUint16(bytes, at + 6)
    this.declaredAuthorities = readUint16(bytes, at + 8)
    this.declaredAdditionals = readUint16(bytes, at + 10)
  }

  /** Returns where the answers start, or -1. */
  #readQuestion(bytes: Uint8Array, at: number): number {
    if (this.declaredQuestions === 0) return at
    const next = this.name.read(this.#place, at)
    if (next === -1 || next + 4 > this.#place.end) return -1
    this.questionType = readUint16(bytes, next)
    this.questionClass = readUint16(bytes, next + 2)
    return next + 4
  }

  #readAnswers(bytes: Uint8Array, start: number): void {
    const { end } = this.#place
    const count = Math.min(this.declaredAnswers, dnsAnswerCountMax)
    let at = start
    while (this.answerCount < count) {
      const next = this.#skipped.read(this.#place, at)
      if (next === -1 || next + 10 > end) break
      const dataLength = readUint16(bytes, next + 8)
      if (next + 10 + dataLength > end) break
      const answer = this.answers[this.answerCount] as DnsAnswer
      answer.type = readUint16(bytes, next)
      answer.timeToLive = readUint16(bytes, next + 4) * 65_536 + readUint16(bytes, next + 6)
      answer.dataOffset = next + 10
      answer.dataLength = dataLength
      this.answerCount++
      this.answerBytes += dataLength
      at = next + 10 + dataLength
    }
    this.isMalformed = this.answerCount < count
    if (this.answerCount === this.declaredAnswers) this.#authorityOffset = at
  }
}

/**
 * Parses the message that a frame with `Layer.dns` carries. Over TCP each message has its length in
 * two bytes before it (RFC 1035, section 4.2.2); of several in a segment the first is parsed.
 */
export function parseDnsFrame(bytes: Uint8Array, frame: Frame, message: DnsMessage): boolean {
  const { payloadOffset: at, payloadLength: length } = frame
  if ((frame.layers & Layer.tcp) === 0) return message.parse(bytes, at, length)
  if (length < 2) return false
  return message.parse(bytes, at + 2, Math.min(length - 2, readUint16(bytes, at)))
}

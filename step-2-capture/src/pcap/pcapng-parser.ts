import type { ByteWindow } from './byte-window.ts'
import { recordLengthProblem } from './link-type.ts'
import type { Packet } from './packet.ts'
import type { ByteOrder } from './pcap-parser.ts'
import { optionsProblem, type PcapngInterface, readInterface } from './pcapng-interface.ts'
import { defaultTimeBase, isPossibleTime, setPcapngTime } from './pcapng-time.ts'
import type { CaptureFailure, RecordParser } from './record-parser.ts'

/** A section header block has the same type in both byte orders, so that it can be found. */
export const sectionHeaderType = 0x0a0d0d0a
const BlockType = { interface: 1, obsoletePacket: 2, simplePacket: 3, enhancedPacket: 6 }
const byteOrderMark = 0x1a2b3c4d

/** Wireshark's own limit. A block is held in memory as a whole, so this is also what it costs. */
export const blockLengthMax = 16_777_216
/** An interface costs about 100 B, so a section's are at most 0.4 MB; `any` on Linux has tens. */
export const interfaceCountMax = 4096

/** Blocks of a pcapng file (draft-ietf-opsawg-pcapng): packets come out, all others are skipped. */
export class PcapngParser implements RecordParser {
  failure: CaptureFailure | null = null
  invalidTimeCount = 0
  readonly linkTypes: number[] = []
  #order: ByteOrder = 'le'
  #firstOrder: ByteOrder | null = null
  #isMixed = false
  #interfaces: PcapngInterface[] = []
  #index = 0
  #timeSeen = false

  get format(): string {
    return `pcapng-${this.#isMixed ? 'be/le' : this.#order}`
  }

  next(window: ByteWindow, packet: Packet): boolean {
    while (this.failure === null && window.has(12)) {
      const little = this.#order === 'le'
      const type = window.view.getUint32(window.at, little)
      if (type === sectionHeaderType) {
        if (!this.#nextSection(window)) return false
        continue
      }
      const length = window.view.getUint32(window.at + 4, little)
      if (!isBlockLength(length, 12)) return this.#fail(window, lengthProblem(length))
      if (!window.has(length)) return false
      if (window.view.getUint32(window.at + length - 4, little) !== length) {
        return this.#fail(window, `the two lengths of a block differ (the first is ${length})`)
      }
      const isPacket = this.#nextBlock(window, packet, type, length)
      if (this.failure !== null) return false
      if (isPacket) packet.recordOffset = window.streamOffset
      window.skip(length)
      if (isPacket) return true
    }
    return false
  }

  /** A section brings its own byte order and its own interfaces. */
  #nextSection(window: ByteWindow): boolean {
    const mark = window.view.getUint32(window.at + 8, true)
    const order = mark === byteOrderMark ? 'le' : mark === 0x4d3c2b1a ? 'be' : null
    if (order === null) return this.#fail(window, 'a section has no byte-order mark')
    const length = window.view.getUint32(window.at + 4, order === 'le')
    if (!isBlockLength(length, 28)) return this.#fail(window, lengthProblem(length))
    if (!window.has(length)) return false
    const { view, at } = window
    const major = view.getUint16(at + 12, order === 'le')
    const minor = view.getUint16(at + 14, order === 'le')
    // Minor 2 was written by some tools and is the same format (section 4.1).
    if (major !== 1 || (minor !== 0 && minor !== 2)) {
      return this.#fail(window, `pcapng version ${major}.${minor} is not known`)
    }
    const problem = optionsProblem(view, { start: at + 24, end: at + length - 4, order })
    if (problem !== null) return this.#fail(window, problem)
    this.#firstOrder ??= order
    this.#isMixed ||= order !== this.#firstOrder
    this.#order = order
    this.#interfaces = []
    window.skip(length)
    return true
  }

  /** Whether the block at the window's start, which is there as a whole, is a packet. */
  #nextBlock(window: ByteWindow, packet: Packet, type: number, length: number): boolean {
    const { view, at } = window
    const little = this.#order === 'le'
    if (type === BlockType.enhancedPacket) {
      return this.#timedPacket(window, packet, view.getUint32(at + 8, little), length)
    }
    if (type === BlockType.simplePacket) return this.#simplePacket(window, packet, length)
    if (type === BlockType.obsoletePacket) {
      return this.#timedPacket(window, packet, view.getUint16(at + 8, little), length)
    }
    if (type === BlockType.interface) return this.#interface(window, length)
    return false
  }

  #interface(window: ByteWindow, length: number): false {
    if (this.#interfaces.length >= interfaceCountMax) {
      return this.#fail(window, `more than ${interfaceCountMax} interfaces in a section`)
    }
    const body = { start: window.at + 8, end: window.at + length - 4, order: this.#order }
    const found = readInterface(window.view, body)
    if (typeof found === 'string') return this.#fail(window, found)
    this.#interfaces.push(found)
    if (!this.linkTypes.includes(found.linkType)) this.linkTypes.push(found.linkType)
    return false
  }

  /** Enhanced and obsolete packet blocks differ only in the width of the interface number. */
  #timedPacket(window: ByteWindow, packet: Packet, number: number, length: number): boolean {
    if (length < 32) return this.#fail(window, lengthProblem(length))
    const from = this.#interfaces[number]
    if (from === undefined) return this.#fail(window, `interface ${number} is not described`)
    const { view, at } = window
    const little = this.#order === 'le'
    const { timeSeconds, timeNanoseconds, timeUs } = packet
    setPcapngTime(packet, view.getUint32(at + 12, little), view.getUint32(at + 16, little), from)
    packet.hasTime = isPossibleTime(packet.timeSeconds)
    if (packet.hasTime) this.#timeSeen = true
    else this.#setInvalid(packet, { timeSeconds, timeNanoseconds, timeUs })
    packet.offset = at + 28
    packet.capturedLength = view.getUint32(at + 20, little)
    packet.originalLength = view.getUint32(at + 24, little)
    return this.#deliver(window, packet, from, length - 32)
  }

  /** The packet keeps the time of the last one; the first ones get the beginning of time. */
  #setInvalid(packet: Packet, last: LastTime): void {
    this.invalidTimeCount++
    if (this.#timeSeen) Object.assign(packet, last)
    else setPcapngTime(packet, 0, 0, defaultTimeBase)
  }

  /** It belongs to the first interface and has no time: the packet keeps the time of the last. */
  #simplePacket(window: ByteWindow, packet: Packet, length: number): boolean {
    if (length < 16) return this.#fail(window, lengthProblem(length))
    const from = this.#interfaces[0]
    if (from === undefined) return this.#fail(window, 'interface 0 is not described')
    if (!this.#timeSeen) setPcapngTime(packet, 0, 0, from)
    packet.hasTime = false
    packet.offset = window.at + 12
    const original = window.view.getUint32(window.at + 8, this.#order === 'le')
    const snapLength = from.snapLength === 0 ? original : from.snapLength
    packet.originalLength = original
    packet.capturedLength = Math.min(original, snapLength)
    return this.#deliver(window, packet, from, length - 16)
  }

  /** `room` is what the block has for the captured bytes and their options. */
  #deliver(window: ByteWindow, packet: Packet, from: PcapngInterface, room: number): boolean {
    const captured = packet.capturedLength
    if (captured > room) {
      return this.#fail(window, `${captured} captured bytes do not fit into a block of ${room}`)
    }
    if (captured > from.recordLengthMax) {
      return this.#fail(window, recordLengthProblem(captured, from.recordLengthMax))
    }
    packet.bytes = window.bytes
    packet.linkType = from.linkType
    packet.index = this.#index++
    return true
  }

  #fail(window: ByteWindow, message: string): false {
    this.failure = { code: 'E_CAPTURE_DAMAGED', message, offset: window.streamOffset }
    return false
  }
}

type LastTime = Pick<Packet, 'timeSeconds' | 'timeNanoseconds' | 'timeUs'>

function isBlockLength(length: number, minimum: number): boolean {
  return length >= minimum && length <= blockLengthMax && length % 4 === 0
}

function lengthProblem(length: number): string {
  if (length > blockLengthMax) return `a block of ${length} bytes is above ${blockLengthMax}`
  return `a block cannot be ${length} bytes long`
}

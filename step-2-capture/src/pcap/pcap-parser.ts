import type { ByteWindow } from './byte-window.ts'
import { recordLengthMaxOf, recordLengthProblem } from './link-type.ts'
import type { Packet } from './packet.ts'
import type { CaptureFailure, RecordParser } from './record-parser.ts'

export const pcapFileHeaderLength = 24

/** The first word of a pcap file, read in the byte order of the machine that wrote it. */
const PcapMagic = { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d, modified: 0xa1b2cd34 }

/** Bits 16 to 25 of the link-type word must be zero, as libpcap insists; above them are FCS bits. */
const reservedLinkTypeBits = 0x03ff0000

export type ByteOrder = 'le' | 'be'

/** The byte order of a pcap file that starts with these four bytes (read as big-endian), or null. */
export function pcapByteOrder(magic: number): ByteOrder | null {
  if (Object.values(PcapMagic).includes(magic)) return 'be'
  return Object.values(PcapMagic).includes(swapped(magic)) ? 'le' : null
}

/** Records of a pcap file (draft-ietf-opsawg-pcap); `modified` is Kuznetzov's with longer headers. */
export class PcapParser implements RecordParser {
  readonly format: string
  readonly linkTypes: readonly number[]
  failure: CaptureFailure | null = null
  readonly invalidTimeCount = 0
  readonly #littleEndian: boolean
  readonly #recordHeaderLength: number
  /** Nanoseconds in one unit of the record's fraction of a second. */
  readonly #unitNs: number
  readonly #lengthOrder: LengthOrder
  readonly #linkType: number
  readonly #lengthMax: number
  #index = 0

  /** Reads the file header, which the window must hold. */
  constructor(window: ByteWindow, order: ByteOrder) {
    const { view, at } = window
    this.#littleEndian = order === 'le'
    const magic = view.getUint32(at, this.#littleEndian)
    const major = view.getUint16(at + 4, this.#littleEndian)
    const minor = view.getUint16(at + 6, this.#littleEndian)
    const linkTypeWord = view.getUint32(at + 20, this.#littleEndian)
    this.#unitNs = magic === PcapMagic.nanoseconds ? 1 : 1000
    this.#recordHeaderLength = magic === PcapMagic.modified ? 24 : 16
    this.#lengthOrder = lengthOrderOf(major, minor)
    this.#linkType = linkTypeWord & 0xffff
    this.#lengthMax = recordLengthMaxOf(this.#linkType)
    this.linkTypes = [this.#linkType]
    const variant = magic === PcapMagic.modified ? ' modified' : ''
    const version = major === 2 && minor === 4 ? '' : ` v${major}.${minor}`
    this.format = `pcap-${order}-${this.#unitNs === 1 ? 'ns' : 'us'}${variant}${version}`
    if ((linkTypeWord & reservedLinkTypeBits) !== 0) {
      this.failure = {
        code: 'E_CAPTURE_DAMAGED',
        message: `link type 0x${linkTypeWord.toString(16)} has reserved bits set`,
        offset: window.streamOffset + 20,
      }
    }
    window.skip(pcapFileHeaderLength)
  }

  next(window: ByteWindow, packet: Packet): boolean {
    const headerLength = this.#recordHeaderLength
    if (this.failure !== null || !window.has(headerLength)) return false
    const { view, at } = window
    const little = this.#littleEndian
    let captured = view.getUint32(at + 8, little)
    let original = view.getUint32(at + 12, little)
    if (this.#lengthOrder !== 'captured-first' && this.#areSwapped(captured, original)) {
      const first = captured
      captured = original
      original = first
    }
    if (captured > this.#lengthMax) return this.#fail(window, captured)
    if (!window.has(headerLength + captured)) return false
    this.#readTime(window, packet)
    packet.bytes = window.bytes
    packet.offset = window.at + headerLength
    packet.capturedLength = captured
    packet.originalLength = original
    packet.linkType = this.#linkType
    packet.index = this.#index++
    packet.recordOffset = window.streamOffset
    window.skip(headerLength + captured)
    return true
  }

  #readTime(window: ByteWindow, packet: Packet): void {
    const seconds = window.view.getUint32(window.at, this.#littleEndian)
    const fraction = window.view.getUint32(window.at + 4, this.#littleEndian) * this.#unitNs
    // A writer's mistake of a second or more is carried, so that time stays one number.
    const carried = fraction < 1e9 ? 0 : Math.floor(fraction / 1e9)
    packet.hasTime = true
    packet.timeSeconds = seconds + carried
    packet.timeNanoseconds = fraction - carried * 1e9
    packet.timeUs = packet.timeSeconds * 1e6 + packet.timeNanoseconds / 1000
  }

  #areSwapped(captured: number, original: number): boolean {
    return this.#lengthOrder === 'original-first' || captured > original
  }

  #fail(window: ByteWindow, captured: number): false {
    this.failure = {
      code: 'E_CAPTURE_DAMAGED',
      message: recordLengthProblem(captured, this.#lengthMax),
      offset: window.streamOffset,
    }
    return false
  }
}

type LengthOrder = 'captured-first' | 'original-first' | 'larger-is-original'

/** Before 2.3 the original length came first, and in 2.3 it depended on the writer (libpcap). */
function lengthOrderOf(major: number, minor: number): LengthOrder {
  if (major === 543 || (major === 2 && minor < 3)) return 'original-first'
  return major === 2 && minor === 3 ? 'larger-is-original' : 'captured-first'
}

function swapped(word: number): number {
  return ((word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff0000) | (word << 24)) >>> 0
}

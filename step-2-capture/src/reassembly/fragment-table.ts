import type { Frame } from '../decode/frame.ts'
import { readWord, writeAddressWords } from '../memory/address-words.ts'
import { KeyIndex } from '../memory/key-index.ts'
import { RecencyLists } from '../memory/recency-lists.ts'
import { Packet } from '../pcap/packet.ts'
import { DatagramParts, datagramBytesMax, PartKind } from './datagram-parts.ts'
import type { FragmentPart } from './fragment-part.ts'
import { SeenFragment } from './seen-fragment.ts'
import { WholePacket } from './whole-packet.ts'

/** 1,024 unfinished datagrams; what holds the memory is `fragmentBytesMax`. */
export const fragmentedCountMax = 1_024
/** 4 MiB, as Linux allows by default (`ipfrag_high_thresh`): 64 of the largest datagrams. */
export const fragmentBytesMax = 4_194_304
/** RFC 1122 (3.3.2) and RFC 8200 (4.5): what is not whole after a minute never will be. */
export const fragmentTimeoutUs = 60_000_000

/** Protocol and version, identification, two addresses; IPv4 needs four of these words. */
const keyWordCount = 10

/**
 * Puts fragmented IP datagrams together, of either version. The oldest unfinished one makes room
 * for a new one. Only fragments come here, so it may make objects; 4 MiB bound what it holds.
 */
export class FragmentTable {
  /** Datagrams that became whole; given up after a minute or at the end; and for lack of room. */
  wholeCount = 0
  timedOutCount = 0
  evictedCount = 0
  /** Parts for a place that was taken; first parts too short for a transport header; nonsense. */
  overlappingCount = 0
  tinyCount = 0
  impossibleCount = 0
  /** What the fragment that `add` took last is to its datagram. */
  readonly seen = new SeenFragment()
  /** The packet made last: by `add`, or of what `giveUpOldest` had. */
  readonly packet = new Packet()
  readonly #whole = new WholePacket(this.packet)
  readonly #index: KeyIndex
  readonly #order = new RecencyLists(1)
  readonly #datagrams: Datagram[] = []
  #bytes = 0
  readonly #made = { count: 0, bytes: Number.NaN, squares: Number.NaN }

  constructor(seed: number) {
    const keyCountMax = fragmentedCountMax
    this.#index = new KeyIndex({ wordCount: keyWordCount, keyCountMax, seed })
  }

  get count(): number {
    return this.#index.count
  }

  /** What `packet` was made of; used again for the next. */
  get made(): PartTotals {
    return this.#made
  }

  /** Whether the next fragment could find no room: `giveUpOldest` first. */
  get isFull(): boolean {
    return this.#index.isFull || this.#bytes > fragmentBytesMax - datagramBytesMax - 1
  }

  /** Whether the oldest datagram has waited too long at traffic time `nowUs`. */
  isOverdue(nowUs: number): boolean {
    const slot = this.#order.oldest(0)
    return slot !== -1 && nowUs - (this.#datagrams[slot] as Datagram).firstUs > fragmentTimeoutUs
  }

  /** Takes a fragment; true when it was the last one missing, and `packet` is the whole. */
  add(captured: Packet, frame: Frame): boolean {
    const { seen } = this
    const { part } = seen
    part.read(captured, frame)
    this.#writeKey(captured.bytes, part)
    let slot = this.#index.find()
    if (slot === -1) slot = this.#start(captured, frame)
    const datagram = this.#datagrams[slot] as Datagram
    const { parts } = datagram
    const bytesBefore = parts.bytes.length
    seen.kind = parts.add(part, captured.bytes)
    seen.isFirst = parts.partCount === 1
    seen.isWhole = parts.isWhole
    seen.ageUs = captured.timeUs - datagram.firstUs
    this.#countKind()
    this.#bytes += parts.bytes.length - bytesBefore
    datagram.wireBytes += captured.originalLength
    datagram.squares += captured.originalLength ** 2
    this.#whole.stamp(captured)
    if (!seen.isWhole) return false
    this.wholeCount++
    this.#make(slot)
    return true
  }

  /** Ends the oldest datagram as it is: `packet` is what stands for its parts. */
  giveUpOldest(nowUs: number): void {
    const slot = this.#order.oldest(0)
    if (slot === -1) return
    if (this.isOverdue(nowUs)) this.timedOutCount++
    else this.evictedCount++
    this.#make(slot)
  }

  #start(captured: Packet, frame: Frame): number {
    const slot = this.#index.add()
    this.#datagrams[slot] ??= new Datagram()
    const datagram = this.#datagrams[slot] as Datagram
    datagram.firstUs = captured.timeUs
    datagram.wireBytes = 0
    datagram.squares = 0
    WholePacket.keepHeaders(datagram.headers, captured.bytes, frame, this.seen.part)
    this.#order.touch(slot, 0)
    return slot
  }

  #make(slot: number): void {
    const { parts, headers, wireBytes, squares } = this.#datagrams[slot] as Datagram
    this.#made.count = parts.partCount
    this.#made.bytes = wireBytes
    this.#made.squares = squares
    this.#whole.write(headers, parts, wireBytes)
    const bytesBefore = parts.bytes.length
    parts.reset()
    this.#bytes += parts.bytes.length - bytesBefore
    this.#order.remove(slot)
    this.#index.remove(slot)
  }

  #countKind(): void {
    const { kind, isTiny } = this.seen
    if (kind === PartKind.overlapping || kind === PartKind.changed) this.overlappingCount++
    else if (kind >= PartKind.wrongEnd) this.impossibleCount++
    if (isTiny) this.tinyCount++
  }

  #writeKey(bytes: Uint8Array, part: FragmentPart): void {
    const { version, protocol, id, sourceAddressOffset, addressLength } = part
    const { key } = this.#index
    // The protocol is part of the key in IPv4 (RFC 791) and not in IPv6 (RFC 8200).
    key[0] = version === 4 ? (protocol << 8) | version : version
    key[1] = id
    if (version === 4) {
      key[2] = readWord(bytes, sourceAddressOffset)
      key[3] = readWord(bytes, part.destinationAddressOffset)
      this.#index.keyLength = 4
    } else {
      writeAddressWords(key, 2, bytes, sourceAddressOffset, addressLength)
      writeAddressWords(key, 6, bytes, part.destinationAddressOffset, addressLength)
      this.#index.keyLength = keyWordCount
    }
  }
}

/** Of the fragments behind a datagram: how many, their bytes on the wire, and the squares of those. */
export interface PartTotals {
  readonly count: number
  readonly bytes: number
  readonly squares: number
}

class Datagram {
  readonly parts = new DatagramParts()
  /** The Ethernet and IP header of the part that came first. */
  readonly headers = new Uint8Array(WholePacket.headerBytes)
  firstUs = Number.NaN
  wireBytes = Number.NaN
  squares = Number.NaN
}

/**
 * One record of a capture, as a view into the reader's buffer. The reader reuses a single Packet,
 * so every field is valid only until the next record is read: copy what must outlive it.
 * Fields that outgrow 31 bits start as NaN, which V8 keeps as a double from the first store on; a
 * field that begins as a small integer would throw away optimized code when it grows.
 */
export class Packet {
  /** The buffer that holds the record; the captured bytes start at `offset`. */
  bytes: Uint8Array = emptyBytes
  offset = 0
  /** Bytes present in the capture, at most `originalLength`. */
  capturedLength = 0
  /** Bytes that were on the wire. */
  originalLength = Number.NaN
  /** Traffic time: whole seconds since 1970 and the nanoseconds beyond, exact. */
  timeSeconds = Number.NaN
  timeNanoseconds = Number.NaN
  /** The same time in microseconds as one number, good to a quarter of a microsecond. */
  timeUs = Number.NaN
  /** False for a record without a time (pcapng's simple packet): it keeps the last one's. */
  hasTime = true
  /** LINKTYPE_ value of the interface (https://www.tcpdump.org/linktypes.html). */
  linkType = 0
  /** Number of the record in the capture, from 0. Evidence points at packets with it. */
  index = Number.NaN
  /** Offset of the record in the uncompressed capture, so that evidence can be cut out again. */
  recordOffset = Number.NaN
}

/** Makes `to` the same record; both then share the bytes. */
export function copyPacket(from: Packet, to: Packet): void {
  to.bytes = from.bytes
  to.offset = from.offset
  to.capturedLength = from.capturedLength
  to.originalLength = from.originalLength
  to.timeSeconds = from.timeSeconds
  to.timeNanoseconds = from.timeNanoseconds
  to.timeUs = from.timeUs
  to.hasTime = from.hasTime
  to.linkType = from.linkType
  to.index = from.index
  to.recordOffset = from.recordOffset
}

const emptyBytes = new Uint8Array(0)

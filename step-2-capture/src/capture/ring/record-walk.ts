import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../../error-codes.ts'
import { pcapByteOrder, pcapFileHeaderLength } from '../../pcap/pcap-parser.ts'

const recordHeaderLength = 16
/** Place of the captured length in a record's header. */
const lengthAt = 8

/**
 * Where the records of a pcap stream begin, found by their lengths alone: 4 bytes are read of each
 * packet, so a gigabyte costs some hundredths of a second.
 */
export class RecordWalk {
  /** The 24 bytes that open the stream; undefined until they have come. */
  fileHeader: Buffer | undefined
  /** Offset in the stream of the next bytes. */
  offset = 0
  /** Offset of the first record that is not known yet. */
  nextRecord = 0
  #lastRecord = 0
  #isLittleEndian = true
  /** A header that was cut between two chunks. */
  readonly #head = Buffer.alloc(pcapFileHeaderLength)
  #headLength = 0

  /** Offset at which the last record ends that has come as a whole. */
  get wholeEnd(): number {
    return this.nextRecord <= this.offset ? this.nextRecord : this.#lastRecord
  }

  /** Takes the next bytes of the stream. @throws AppError `E_NOT_A_CAPTURE` */
  push(chunk: Uint8Array): void {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    for (;;) {
      const at = this.nextRecord - this.offset
      if (this.#headLength === 0 && this.fileHeader && at + recordHeaderLength <= chunk.length) {
        this.#skip(view.getUint32(at + lengthAt, this.#isLittleEndian))
      } else if (!this.#gather(chunk, at + this.#headLength)) break
    }
    this.offset += chunk.length
  }

  /** Collects a header that reaches beyond a chunk; false when more bytes are needed. */
  #gather(chunk: Uint8Array, at: number): boolean {
    if (at >= chunk.length) return false
    const wanted = this.fileHeader ? recordHeaderLength : pcapFileHeaderLength
    const part = chunk.subarray(at, at + wanted - this.#headLength)
    this.#head.set(part, this.#headLength)
    this.#headLength += part.length
    if (this.#headLength < wanted) return false
    this.#headLength = 0
    if (!this.fileHeader) this.#begin()
    else if (this.#isLittleEndian) this.#skip(this.#head.readUInt32LE(lengthAt))
    else this.#skip(this.#head.readUInt32BE(lengthAt))
    return true
  }

  #begin(): void {
    const order = pcapByteOrder(this.#head.readUInt32BE(0))
    if (order === null) {
      throw new AppError(errorCodes.E_NOT_A_CAPTURE, 'only pcap streams are kept in the ring', {
        fix: 'Let tcpdump write pcap, as it does by default.',
      })
    }
    this.#isLittleEndian = order === 'le'
    this.fileHeader = Buffer.from(this.#head)
    this.nextRecord = pcapFileHeaderLength
  }

  #skip(length: number): void {
    this.#lastRecord = this.nextRecord
    this.nextRecord += recordHeaderLength + length
  }
}

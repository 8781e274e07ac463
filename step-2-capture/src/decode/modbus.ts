import { readUint16 } from './big-endian.ts'

/** Function codes of the Modbus application protocol (V1.1b3, section 6) that change something. */
const writingFunctions = new Set([5, 6, 15, 16, 21, 22, 23])
/** Those that read coils, registers, files or queues; 23 does both. */
const readingFunctions = new Set([1, 2, 3, 4, 20, 23, 24])

/** A message of Modbus over TCP; reused. */
export class ModbusMessage {
  transaction = 0
  unit = 0
  /** Without the bit that marks an exception. */
  functionCode = 0
  isException = false
  /** Of an exception; otherwise 0. */
  exceptionCode = 0
  /** First register or coil of a request that names one; -1 otherwise. */
  address = -1

  /** True for a function that reads coils, registers, files or queues. */
  get isRead(): boolean {
    return readingFunctions.has(this.functionCode)
  }

  /** True for a function that writes coils, registers or files. */
  get isWrite(): boolean {
    return writingFunctions.has(this.functionCode)
  }

  /**
   * Parses the message at the start of a payload (MBAP header and function); false where it is
   * none. Returns the offset behind it through `end`, since a segment can hold several.
   */
  parse(bytes: Uint8Array, offset: number, length: number): boolean {
    if (length < 8 || readUint16(bytes, offset + 2) !== 0) return false
    const messageLength = readUint16(bytes, offset + 4)
    // A message is at most 254 bytes with its unit (section 4.1).
    if (messageLength < 2 || messageLength > 254) return false
    const code = bytes[offset + 7] as number
    if ((code & 0x7f) === 0) return false
    this.transaction = readUint16(bytes, offset)
    this.unit = bytes[offset + 6] as number
    this.functionCode = code & 0x7f
    this.isException = (code & 0x80) !== 0
    this.exceptionCode = this.isException && length > 8 ? (bytes[offset + 8] as number) : 0
    this.address = !this.isException && length >= 10 ? readUint16(bytes, offset + 8) : -1
    this.end = offset + 6 + messageLength
    return true
  }

  /** Offset behind the message that was parsed last. */
  end = 0
}

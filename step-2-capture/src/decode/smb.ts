import { hashBytes } from '../memory/hash-bytes.ts'
import { readLittleUint16, readLittleUint32 } from './little-endian.ts'

/** Commands of SMB 2 ([MS-SMB2] 2.2.1.2), and of SMB 1 ([MS-CIFS] 2.2.2.1) above 0xff. */
export const SmbCommand = {
  sessionSetup: 1,
  treeConnect: 3,
  create: 5,
  write: 9,
  control: 11,
  setInfo: 17,
  transaction1: 0x125,
  write1: 0x12f,
  sessionSetup1: 0x173,
  treeConnect1: 0x175,
} as const

/** A message over TCP follows the length of a NetBIOS session message (RFC 1002, section 4.3.1). */
const framingBytes = 4
const header1Bytes = 32
const header2Bytes = 64
/** Marks the commands of SMB 1; SMB 2 has its own. */
const smb1 = 0x100
/** SMB2_FLAGS_SERVER_TO_REDIR, and SMB_FLAGS_REPLY. */
const isResponse2 = 1
const isResponse1 = 0x80

/** A message of SMB 1 or 2 at the start of a TCP payload; reused. */
export class SmbMessage {
  command = -1
  /** NT status of a response. */
  status = 0
  isResponse = false
  /** What a request writes to a file or pipe or passes to a control of it; empty for others. */
  dataStart = 0
  dataEnd = 0
  /** Tells the files and pipes that requests with data are about apart, 0 for others. */
  file = 0

  readonly #seed: number

  /** @param seed Of the hashes of long file ids, see `hashBytes`. */
  constructor(seed: number) {
    this.#seed = seed
  }

  /** It is a request for a share. */
  get isTreeConnect(): boolean {
    if (this.isResponse) return false
    return this.command === SmbCommand.treeConnect || this.command === SmbCommand.treeConnect1
  }

  /** Parses `bytes[start, end)`; false where it is no such message, or is encrypted. */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    const at = start + framingBytes
    this.dataStart = 0
    this.dataEnd = 0
    this.file = 0
    // "SMB" behind 0xff or 0xfe.
    if (at + header1Bytes > end || bytes[at + 1] !== 0x53) return false
    if (bytes[at + 2] !== 0x4d || bytes[at + 3] !== 0x42) return false
    if (bytes[at] === 0xff) return this.#readHeader1(bytes, at, end)
    return bytes[at] === 0xfe && this.#readHeader2(bytes, at, end)
  }

  #readHeader1(bytes: Uint8Array, at: number, end: number): boolean {
    this.command = smb1 + bytes[at + 4]!
    this.status = readLittleUint32(bytes, at + 5)
    this.isResponse = (bytes[at + 9]! & isResponse1) !== 0
    if (this.isResponse) return true
    // Words behind the header and their count: WRITE_ANDX ([MS-CIFS] 2.2.4.43.1) has the file in the
    // third, length and offset of the data in the 11th and 12th; TRANSACTION (2.2.4.33.1) has length
    // and offset in the 12th and 13th, and the file of a pipe in the 16th ([MS-CIFS] 2.2.5.6.1).
    const words = at + header1Bytes + 1
    if (this.command === SmbCommand.write1 && words + 24 <= end) {
      this.file = readLittleUint16(bytes, words + 4)
      const length = readLittleUint16(bytes, words + 20)
      this.#setData(at + readLittleUint16(bytes, words + 22), length, end)
    } else if (this.command === SmbCommand.transaction1 && words + 32 <= end) {
      this.file = readLittleUint16(bytes, words + 30)
      const length = readLittleUint16(bytes, words + 22)
      this.#setData(at + readLittleUint16(bytes, words + 24), length, end)
    }
    return true
  }

  #readHeader2(bytes: Uint8Array, at: number, end: number): boolean {
    if (at + header2Bytes > end) return false
    this.status = readLittleUint32(bytes, at + 8)
    this.command = readLittleUint16(bytes, at + 12)
    this.isResponse = (readLittleUint32(bytes, at + 16) & isResponse2) !== 0
    if (this.isResponse) return true
    const body = at + header2Bytes
    // WRITE (2.2.21) has offset and length at 2 and 4, IOCTL (2.2.31) at 24 and 28.
    if (this.command === SmbCommand.write && body + 32 <= end) {
      this.file = hashBytes(bytes, body + 16, body + 32, this.#seed)
      this.#setData(at + readLittleUint16(bytes, body + 2), readLittleUint32(bytes, body + 4), end)
    } else if (this.command === SmbCommand.control && body + 32 <= end) {
      const offset = readLittleUint32(bytes, body + 24)
      this.file = hashBytes(bytes, body + 8, body + 24, this.#seed)
      this.#setData(at + offset, readLittleUint32(bytes, body + 28), end)
    }
    return true
  }

  #setData(start: number, length: number, end: number): void {
    this.dataStart = Math.min(start, end)
    this.dataEnd = Math.min(start + length, end)
  }
}

import { readUint24 } from './big-endian.ts'
import { readLittleUint16, readLittleUint32 } from './little-endian.ts'
import { SmbCommand } from './smb.ts'

/** Behind the length of a NetBIOS session message. */
const headerStart = 4
const headerBytes = 64
/** SMB2_FLAGS_SERVER_TO_REDIR. */
const isResponse = 1
/** A longer path is no file of a person; 512 characters. */
const pathBytesMax = 1_024
/** Information about a file (2.2.39), and what of it is set: its name, or that it is deleted ([MS-FSCC] 2.4). */
const fileInformation = 1
const InformationClass = { rename: 10, disposition: 13, dispositionEx: 64, renameEx: 65 } as const

/** What a request of SMB 2 does to the file of which it holds the path. */
export const SmbFileAct = { none: 0, open: 1, rename: 2, delete: 3 } as const

/**
 * The requests of SMB 2 or 3 in a payload in clear text that open, rename or delete a file: a client may
 * send several at once, each behind its length, or as parts of one message (2.2.1, NextCommand). Reused.
 */
export class SmbPath {
  /** One of SmbFileAct. */
  act: number = SmbFileAct.none
  /** The path from the share on, with backslashes; empty for `delete`, which is about the file opened. */
  path = ''
  #bytes: Uint8Array = new Uint8Array()
  /** Where the next request begins, and whether the length of its message stands there. */
  #next = 0
  #isFramed = true
  /** The end of its message, and that of what was captured. */
  #messageEnd = 0
  #end = 0

  /** Starts at a payload, which must begin with a message. */
  start(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes
    this.#next = start
    this.#isFramed = true
    this.#end = end
  }

  /** Goes on to the next request that does one of these things; false where there is none. */
  next(): boolean {
    this.act = SmbFileAct.none
    this.path = ''
    while (this.act === SmbFileAct.none) {
      if (this.#isFramed && !this.#readLength()) return false
      if (!this.#readRequest(this.#next)) return false
    }
    return true
  }

  #readLength(): boolean {
    const [bytes, at] = [this.#bytes, this.#next]
    if (at + headerStart > this.#end || bytes[at] !== 0) return false
    this.#next = at + headerStart
    this.#messageEnd = this.#next + readUint24(bytes, at + 1)
    return true
  }

  #readRequest(at: number): boolean {
    const bytes = this.#bytes
    const end = Math.min(this.#messageEnd, this.#end)
    if (at + headerBytes > end || bytes[at] !== 0xfe || bytes[at + 1] !== 0x53) return false
    if ((readLittleUint32(bytes, at + 16) & isResponse) !== 0) return false
    const command = readLittleUint16(bytes, at + 12)
    const length = readLittleUint32(bytes, at + 20)
    this.#isFramed = length < headerBytes
    this.#next = this.#isFramed ? this.#messageEnd : at + length
    const isWhole = at + headerBytes + 32 <= end
    if (isWhole && command === SmbCommand.create) this.#readCreate(bytes, at, end)
    else if (isWhole && command === SmbCommand.setInfo) this.#readSetInfo(bytes, at, end)
    return true
  }

  /** CREATE (2.2.13) has offset and length of the name at 44 and 46. */
  #readCreate(bytes: Uint8Array, at: number, end: number): void {
    const body = at + headerBytes
    if (body + 56 > end) return
    const offset = readLittleUint16(bytes, body + 44)
    this.#readPath(bytes, at + offset, readLittleUint16(bytes, body + 46), end)
    if (this.path !== '') this.act = SmbFileAct.open
  }

  /** SET_INFO (2.2.39) has type and class at 2 and 3, and the offset of the information at 8. */
  #readSetInfo(bytes: Uint8Array, at: number, end: number): void {
    const body = at + headerBytes
    if (bytes[body + 2] !== fileInformation) return
    const { rename, renameEx, disposition, dispositionEx } = InformationClass
    const what = bytes[body + 3]
    const information = at + readLittleUint16(bytes, body + 8)
    if (what === disposition || what === dispositionEx) {
      if (information < end && ((bytes[information] as number) & 1) !== 0)
        this.act = SmbFileAct.delete
    } else if ((what === rename || what === renameEx) && information + 20 <= end) {
      // Flags, the folder, the length of the name, the name ([MS-FSCC] 2.4.42.2).
      this.#readPath(bytes, information + 20, readLittleUint32(bytes, information + 16), end)
      if (this.path !== '') this.act = SmbFileAct.rename
    }
  }

  #readPath(bytes: Uint8Array, start: number, length: number, end: number): void {
    if (length === 0 || length > pathBytesMax || start + length > end) return
    for (let at = start; at + 1 < start + length; at += 2) {
      this.path += String.fromCharCode(readLittleUint16(bytes, at))
    }
  }
}

import { latin1Text } from './latin1.ts'
import { readLittleUint16, readLittleUint32 } from './little-endian.ts'

/** "PK" and two numbers, and what stands before the name of the file. */
const signature = 0x0403_4b50
const headerBytes = 30
const encryptedFlag = 1

/** A file in a ZIP archive. */
export interface ZipEntry {
  /** Its path in the archive, as far as it is there. */
  readonly name: string
  /** It opens with a password. */
  readonly isEncrypted: boolean
}

/**
 * The file with whose local header `bytes[start, end)` begins, as an archive does (APPNOTE.TXT,
 * section 4.3.7); null where there is none, or its header is cut.
 */
export function zipEntryAt(bytes: Uint8Array, start: number, end: number): ZipEntry | null {
  if (start + headerBytes > end || readLittleUint32(bytes, start) !== signature) return null
  const nameStart = start + headerBytes
  const nameEnd = nameStart + readLittleUint16(bytes, start + 26)
  return {
    name: latin1Text(bytes, nameStart, Math.min(nameEnd, end)),
    isEncrypted: (readLittleUint16(bytes, start + 6) & encryptedFlag) !== 0,
  }
}

import { readUint16 } from './big-endian.ts'

/** TPKT version 3 (RFC 1006, section 6), and the shortest TPDU behind its four bytes. */
const tpktVersion = 3
const tpktLengthMin = 7
/** Connection request and confirm of X.224 (section 13.3), with which Remote Desktop begins. */
const connectionRequest = 0xe0
const connectionConfirm = 0xd0

/** Whether a payload may be of Remote Desktop or another protocol over TPKT. */
export function isTpkt(bytes: Uint8Array, at: number, length: number): boolean {
  if (length < tpktLengthMin || bytes[at] !== tpktVersion || bytes[at + 1] !== 0) return false
  return readUint16(bytes, at + 2) >= tpktLengthMin
}

/** Whether a payload opens a Remote Desktop connection, from either end ([MS-RDPBCGR] 2.2.1.1). */
export function isRdpConnection(bytes: Uint8Array, at: number, length: number): boolean {
  if (!isTpkt(bytes, at, length)) return false
  return bytes[at + 5] === connectionRequest || bytes[at + 5] === connectionConfirm
}

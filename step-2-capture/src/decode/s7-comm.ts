/** RFC 1006 and ISO 8073: a data transfer with nothing in front of the S7 message. */
const tpktBytes = 4
const cotpData = 0xf0
const s7Protocol = 0x32
const job = 1
const userData = 7
const jobHeaderBytes = 10
/** What requests of user data, such as lists of the system's state, are taken for. */
export const s7UserData = 0x700
/** Function that calls a service of the program by its name (PI service). */
const namedService = 0x28
/** Agrees on sizes at the start of each session. */
const setUp = 0xf0

/**
 * What a request of S7 communication asks for, -1 where `bytes[start, end)` is no request: its
 * function, as Wireshark's s7comm has them. A named service is 0x2800 plus the first letter of its
 * name that is no underscore: `P_PROGRAM` starts, `_INSE` and `_DELE` insert and delete blocks.
 */
export function readS7Function(bytes: Uint8Array, start: number, end: number): number {
  const cotp = start + tpktBytes
  if (cotp + 2 > end || bytes[start] !== 3 || bytes[cotp + 1] !== cotpData) return -1
  const at = cotp + 1 + bytes[cotp]!
  const parameters = at + jobHeaderBytes
  if (parameters >= end || bytes[at] !== s7Protocol) return -1
  if (bytes[at + 1] === userData) return s7UserData
  if (bytes[at + 1] !== job) return -1
  const code = bytes[parameters]!
  if (code === setUp) return -1
  return code === namedService ? namedService * 256 + firstLetter(bytes, parameters, end) : code
}

/** The name stands behind its length at the end of the message; only it has capital letters. */
function firstLetter(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 8; at < end; at++) {
    const byte = bytes[at]!
    if (byte >= 0x41 && byte <= 0x5a) return byte
  }
  return 0
}

/** Start and length, then four control bytes, then type, count and cause (IEC 60870-5-104, 5). */
const startByte = 0x68
const typeOffset = 6
const causeOffset = 8
const activation = 6

/** The type of a command that is activated, -1 where `bytes[start, end)` begins with none. */
export function readIec104Command(bytes: Uint8Array, start: number, end: number): number {
  if (start + causeOffset >= end || bytes[start] !== startByte) return -1
  const isInformation = (bytes[start + 2]! & 1) === 0
  const isActivation = (bytes[start + causeOffset]! & 0x3f) === activation
  return isInformation && isActivation ? bytes[start + typeOffset]! : -1
}

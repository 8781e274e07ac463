/** A link header of ten bytes, then the transport byte, the application's control and function. */
const functionOffset = 12

/**
 * The function code of a request of DNP3 (IEEE 1815, section 4.2.2.5), -1 where `bytes[start, end)`
 * is none. Responses and confirmations are none.
 */
export function readDnp3Function(bytes: Uint8Array, start: number, end: number): number {
  if (start + functionOffset >= end) return -1
  if (bytes[start] !== 0x05 || bytes[start + 1] !== 0x64) return -1
  const isFirst = (bytes[start + 10]! & 0x40) !== 0
  const code = bytes[start + functionOffset]!
  return isFirst && code > 0 && code < 0x80 ? code : -1
}

import { readUint16 } from './big-endian.ts'

const diagnostics = 8
/** Schneider's own function, whose first byte behind the session says what is done (UMAS). */
const umas = 90

/**
 * Function × 256 + subfunction of a request of Modbus over TCP that has one: diagnostics (V1.1b3,
 * section 6.8) and UMAS; -1 where `bytes[start, end)` is none.
 */
export function readModbusCommand(bytes: Uint8Array, start: number, end: number): number {
  if (start + 10 > end || readUint16(bytes, start + 2) !== 0) return -1
  const code = bytes[start + 7]!
  if (code === diagnostics) return diagnostics * 256 + readUint16(bytes, start + 8)
  if (code === umas) return umas * 256 + bytes[start + 9]!
  return code < 0x80 ? code : -1
}

import { readUint16, readUint32 } from './big-endian.ts'
import { readLittleUint16 } from './little-endian.ts'

/** "FINS" and a header of 16 bytes stand before a command over TCP (Omron W421, section 7-4). */
const finsMagic = 0x4649_4e53
const finsTcpBytes = 16
const finsCommandOffset = 10
const isFinsResponse = 0x40

/** The command of Omron's FINS (W227, section 5) as its two bytes, -1 where there is no request. */
export function readFinsCommand(bytes: Uint8Array, start: number, end: number): number {
  const isTcp = start + 4 <= end && readUint32(bytes, start) === finsMagic
  const at = isTcp ? start + finsTcpBytes : start
  if (at + finsCommandOffset + 2 > end) return -1
  // Flags, a reserved byte, and at most seven gateways.
  const flags = bytes[at]!
  if ((flags & 0x80) === 0 || flags & isFinsResponse || bytes[at + 1] !== 0) return -1
  return bytes[at + 2]! <= 7 ? readUint16(bytes, at + finsCommandOffset) : -1
}

/** Subheaders of requests of Mitsubishi's MC protocol, frames 3E and 4E (SH-080008, section 4). */
const frame3E = 0x5000
const frame4E = 0x5400
const commandOffset3E = 11
const commandOffset4E = 15

/** The command of Mitsubishi's MC protocol in binary, -1 where there is no request. */
export function readMelsecCommand(bytes: Uint8Array, start: number, end: number): number {
  if (start + 2 > end) return -1
  const subheader = readUint16(bytes, start)
  if (subheader !== frame3E && subheader !== frame4E) return -1
  const at = start + (subheader === frame3E ? commandOffset3E : commandOffset4E)
  return at + 2 <= end ? readLittleUint16(bytes, at) : -1
}

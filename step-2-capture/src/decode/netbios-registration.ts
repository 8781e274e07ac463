import { latin1Text } from './latin1.ts'

/** The name service of NetBIOS (RFC 1002). */
export const netbiosPort = 137

/** A registration: its header, the name, and the record with the flags (RFC 1002, section 4.2.2). */
const lengthMin = 68
const registration = 5
const nameStart = 13
const nameLength = 15
const flagsOffset = 62
const groupFlag = 0x80

/** The name of its own that a host registers in `bytes[offset, offset + length)`, or null. */
export function registeredName(bytes: Uint8Array, offset: number, length: number): string | null {
  if (length < lengthMin) return null
  const flags = bytes[offset + 2] as number
  const isAnswer = (flags & 0x80) !== 0
  if (isAnswer || ((flags >> 3) & 15) !== registration) return null
  if (bytes[offset + 12] !== 32 || (bytes[offset + flagsOffset] as number) & groupFlag) return null
  const name = new Uint8Array(nameLength)
  for (let i = 0; i < nameLength; i++) {
    const at = offset + nameStart + 2 * i
    const [high, low] = [(bytes[at] as number) - 0x41, (bytes[at + 1] as number) - 0x41]
    if (high < 0 || high > 15 || low < 0 || low > 15) return null
    name[i] = high * 16 + low
  }
  return latin1Text(name, 0, nameLength).trimEnd()
}

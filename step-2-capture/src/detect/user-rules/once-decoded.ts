import { hexByte } from '../../decode/http-parts.ts'

/** Each `%41` becomes `A`, once; what is encoded twice stays encoded once, as a server sees it. */
export function onceDecoded(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(0x25)) return bytes
  const decoded = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    const value = byte === 0x25 ? hexByte(bytes, at + 1) : -1
    if (value === -1) decoded[length++] = byte
    else {
      decoded[length++] = value
      at += 2
    }
  }
  return decoded.subarray(0, length)
}

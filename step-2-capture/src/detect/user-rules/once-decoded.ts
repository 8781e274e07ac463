/** Each `%41` becomes `A`, once; what is encoded twice stays encoded once, as a server sees it. */
export function onceDecoded(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(0x25)) return bytes
  const decoded = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    const value = byte === 0x25 ? digitOf(bytes[at + 1]) * 16 + digitOf(bytes[at + 2]) : Number.NaN
    if (Number.isNaN(value)) decoded[length++] = byte
    else {
      decoded[length++] = value
      at += 2
    }
  }
  return decoded.subarray(0, length)
}

/** The value of a hexadecimal digit, or NaN. */
function digitOf(byte: number | undefined): number {
  if (byte === undefined) return Number.NaN
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : Number.NaN
}

/** Numbers with their lowest byte first. The caller has checked that their bytes are there. */
export function readLittleUint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
}

export function readLittleUint32(bytes: Uint8Array, at: number): number {
  return (readLittleUint16(bytes, at) | (readLittleUint16(bytes, at + 2) << 16)) >>> 0
}

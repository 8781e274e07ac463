/** Tags of BER that decoders look for (X.690, section 8). */
export const BerTag = { integer: 0x02, octetString: 0x04, sequence: 0x30 } as const

/** A value of BER with tag and length (X.690, section 8.1); reused. Tags above 30 are not read. */
export class BerValue {
  tag = 0
  /** Where the value starts and ends; the end may lie behind what is captured. */
  start = 0
  end = 0

  /** Reads the value at `at`; false where tag and length are not in `bytes[at, limit)`. */
  read(bytes: Uint8Array, at: number, limit: number): boolean {
    if (at + 2 > limit) return false
    const tag = bytes[at]!
    const first = bytes[at + 1]!
    const longBytes = first < 0x80 ? 0 : first & 0x7f
    // Lengths of no or of more than four bytes are not used by any of the protocols.
    if ((tag & 0x1f) === 0x1f || first === 0x80 || longBytes > 4) return false
    if (at + 2 + longBytes > limit) return false
    let length = first < 0x80 ? first : 0
    for (let i = 0; i < longBytes; i++) length = length * 256 + bytes[at + 2 + i]!
    this.tag = tag
    this.start = at + 2 + longBytes
    this.end = this.start + length
    return true
  }

  /** Reads the value at `at` if it has this tag. */
  readAs(tag: number, bytes: Uint8Array, at: number, limit: number): boolean {
    return this.read(bytes, at, limit) && this.tag === tag
  }
}

/** The next value in `bytes[at, limit)` with this tag, values with lower tags being optional. */
export function readField(
  value: BerValue,
  tag: number,
  bytes: Uint8Array,
  at: number,
  limit: number,
): boolean {
  let next = at
  while (value.read(bytes, next, limit)) {
    if (value.tag === tag) return true
    next = value.end
  }
  return false
}

/** A whole number of one to four bytes with its sign (X.690, section 8.3); NaN for another. */
export function berNumber({ start, end }: BerValue, bytes: Uint8Array, limit: number): number {
  if (end === start || end - start > 4 || end > limit) return Number.NaN
  let number = bytes[start]! < 0x80 ? 0 : -1
  for (let at = start; at < end; at++) number = number * 256 + bytes[at]!
  return number
}

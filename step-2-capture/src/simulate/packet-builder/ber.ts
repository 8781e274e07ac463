/** Tags of BER (X.690) that SNMP and certificates are written with. */
export const BerTag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectId: 0x06,
  sequence: 0x30,
} as const

/** One value with its tag and length ahead. */
export function ber(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

/** A whole number, not negative, in as few bytes as hold it with its sign. */
export function berInteger(value: number, tag: number = BerTag.integer): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
  return ber(tag, (bytes[0] as number) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

/** An object identifier as in `1.3.6.1.2.1`. */
export function berObjectId(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const groups = [part & 127]
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift((left & 127) | 128)
    bytes.push(...groups)
  }
  return ber(BerTag.objectId, Buffer.from(bytes))
}

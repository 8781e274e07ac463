import { percentDecoded } from '../../decode/http-parts.ts'
import { unpacked } from '../../decode/packed-body.ts'

const [backslash, letterU] = [0x5c, 0x75]
/** What stands behind a backslash in JSON (RFC 8259, section 7), and what it means. */
const escapes: ReadonlyMap<number, number> = new Map(
  ['""', '\\\\', '//', 'n\n', 'r\r', 't\t'].map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]),
)

/**
 * A body as the application will read it: unpacked and percent-decoded; and of JSON also its escapes,
 * as a second reading, because some attacks are in the escapes themselves.
 */
export function readingsOf(body: Uint8Array, encoding: string | null): readonly Uint8Array[] {
  const plain = unpacked(body, encoding)
  const decoded = percentDecoded(plain)
  return isJson(plain) && plain.includes(backslash) ? [decoded, unescaped(plain)] : [decoded]
}

function isJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20)
  return first === 0x7b || first === 0x5b
}

/** `\u0027` becomes an apostrophe; what is no byte becomes a question mark. */
function unescaped(bytes: Uint8Array): Uint8Array {
  const text = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    const next = bytes[at + 1] as number
    if (byte !== backslash || at + 1 === bytes.length) text[length++] = byte
    else if (next === letterU) {
      const code = Number.parseInt(String.fromCharCode(...bytes.subarray(at + 2, at + 6)), 16)
      text[length++] = code <= 0xff ? code : 0x3f
      at += 5
    } else {
      text[length++] = escapes.get(next) ?? next
      at++
    }
  }
  return text.subarray(0, length)
}

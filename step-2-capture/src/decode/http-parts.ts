import type { HttpHead } from './http.ts'
import { latin1Text } from './latin1.ts'

/** Attacks hide behind one or two layers of encoding; a third is the attacker's own mistake. */
const decodeCountMax = 2

/** The target of a request as the application will see it: percent-decoded, `+` as a space. */
export function decodedTarget(http: HttpHead, bytes: Uint8Array): Uint8Array {
  const { targetStart, targetLength } = http
  return percentDecoded(bytes.subarray(targetStart, targetStart + targetLength))
}

/** All header lines of a request, each as sent. */
export function headerLines(http: HttpHead): Uint8Array {
  let text = ''
  for (let i = 0; i < http.headerCount; i++) {
    text += `${http.headerName(i)}: ${http.headerValue(i)}\n`
  }
  return Buffer.from(text, 'latin1')
}

/** User name and password of a request (Basic, RFC 7617), decoded; null where it has none. */
export function basicCredentials(http: HttpHead): Uint8Array | null {
  const [, encoded] =
    /^Basic\s{1,4}([A-Za-z0-9+/=_-]{2,4096})$/i.exec(http.header('authorization') ?? '') ?? []
  return encoded === undefined ? null : Buffer.from(encoded, 'base64')
}

/** Length of the body that follows the head, in bytes, as the head announces it. */
export function bodyLength(http: HttpHead): number {
  const announced = Number(http.header('content-length') ?? 0)
  return Number.isSafeInteger(announced) && announced > 0 ? announced : 0
}

/** The line that stands before a chunk of a body (RFC 9112, section 7.1), in hexadecimal digits. */
const chunkLine = /^([0-9a-f]{1,6})(?:;[^\r\n]{0,40})?\r\n/i
const chunkLineBytesMax = 64

/** Where the data of the chunk begins that `bytes[0, length)` start with, and where it ends. */
export function chunkAt(bytes: Uint8Array, length: number): { start: number; end: number } | null {
  const text = latin1Text(bytes, 0, Math.min(length, chunkLineBytesMax))
  const found = chunkLine.exec(text)
  if (!found) return null
  const start = found[0].length
  return { start, end: start + Number.parseInt(found[1] as string, 16) }
}

/** `%41` and `%u0041` become `A` (and again, for what was encoded twice); `+` becomes a space. */
export function percentDecoded(bytes: Uint8Array): Uint8Array {
  let decoded = bytes
  if (!isEncoded(bytes)) return bytes
  for (let count = 0; count < decodeCountMax; count++) {
    const before = decoded.length
    decoded = decodeOnce(decoded)
    if (decoded.length === before) break
  }
  return decoded
}

/** Most targets have nothing to decode, and need no copy. */
function isEncoded(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0x25 || bytes[at] === 0x2b) return true
  }
  return false
}

function decodeOnce(bytes: Uint8Array): Uint8Array {
  const decoded = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === 0x2b) {
      decoded[length++] = 0x20
      continue
    }
    const isWide = byte === 0x25 && ((bytes[at + 1] as number) | 0x20) === 0x75
    const digitsAt = at + (isWide ? 4 : 1)
    const value = byte === 0x25 ? hexByte(bytes, digitsAt) : -1
    if (value === -1) {
      decoded[length++] = byte
      continue
    }
    decoded[length++] = value
    at = digitsAt + 1
  }
  return decoded.subarray(0, length)
}

/** Two hexadecimal digits as a number, or -1. */
export function hexByte(bytes: Uint8Array, at: number): number {
  const high = hexDigit(bytes[at])
  const low = hexDigit(bytes[at + 1])
  return high === -1 || low === -1 ? -1 : (high << 4) | low
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

import { latin1Text } from '../../decode/latin1.ts'
import { byteEntropy } from '../../features/entropy.ts'

/** As much of a body as shows what it is. */
export const bodyBytesMax = 512

/** The data of the first part, where a body has parts (RFC 2046, section 5.1). */
export function startOfData(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== 0x2d || bytes[start + 1] !== 0x2d) return start
  const head = latin1Text(bytes, start, Math.min(end, start + bodyBytesMax))
  const at = head.indexOf('\r\n\r\n')
  return at === -1 ? start : start + at + 4
}

/** Neither a form nor a text of people or programs: those begin otherwise, or have less entropy. */
export function isOpaqueBody(
  bytes: Uint8Array,
  start: number,
  end: number,
  limits: { readonly opaqueBytesMin: number; readonly opaqueEntropyMin: number },
): boolean {
  const length = end - start
  if (length < limits.opaqueBytesMin) return false
  const text = latin1Text(bytes, start, Math.min(end, start + 40))
  const isText = /^[\t\r\n\x20-\x7e]*$/.test(text)
  if (isText && /^\s*[{[<"-]|^[\w.%-]{1,32}=|\s\w+\s/.test(text)) return false
  return byteEntropy(bytes, start, end) >= limits.opaqueEntropyMin
}

/** A form as it was before it was sent: `%2B` is a plus sign again. */
export function plainForm(body: string): string {
  return body.replace(/%([0-9a-f]{2})/gi, (_, digits) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

interface BodyLimits {
  readonly hexLengthMin: number
  readonly base64LengthMin: number
}

export function encodedBodyOf(
  { hexLengthMin, base64LengthMin }: BodyLimits,
  nameMax: number,
): RegExp {
  const values = [`[0-9a-f]{${hexLengthMin},}`, `[A-Za-z0-9+/]{${base64LengthMin},}={0,2}`]
  return new RegExp(`^[a-z]{1,${nameMax}}=(?:${values.join('|')})$`)
}

/** Base64 and nothing else, or bytes that are no text: what a form never is as a whole. */
export function isBareData(bytes: Uint8Array, start: number, end: number): boolean {
  const text = latin1Text(bytes, start, Math.min(end, start + bodyBytesMax))
  return /^[A-Za-z0-9+/]{64,}={0,2}$/.test(text) || !/^[\t\r\n\x20-\x7e]*$/.test(text)
}

import { readLittleUint32 } from '../../decode/little-endian.ts'
import { byteEntropy } from '../../features/entropy.ts'

/** How a message says how long it is. */
export const Framing = {
  none: 0,
  text: 1,
  compressed: 2,
  little: 3,
  zeros: 4,
  challenge: 5,
} as const

/** The same as a title says it. */
export const framingTexts: readonly string[] = [
  '',
  'each behind its length in decimal digits and a zero',
  'each compressed, behind a mark and its lengths',
  'each behind its length in the byte order of Windows',
  'each two zeros, as infected devices keep in touch',
  'each 256 bytes without a pattern, a challenge and its answer',
]

/** The digits of a message of at most ten million bytes. */
const digitCountMax = 8
/** Marks before the lengths: "Gh0st" has 5 letters, its relatives 3 to 16. */
const markLengths = { min: 3, max: 16 } as const
/** Two lengths of 4 bytes, and the start of data compressed by zlib (RFC 1950, section 2.2). */
const lengthsBytes = 8
const zlibMethod = 0x78
/** What the Mirai family says first (public source of 2016): a number, and then two zeros a minute. */
const deviceGreeting = 0x0100_0000
/** Poison Ivy begins with a challenge of 256 random bytes, which the other end encrypts. */
const challengeBytes = 256
const challengeEntropyMin = 6.7
/** A message of fewer bytes agrees with its length by chance. */
const littleLengthMin = 8

interface MessageSize {
  /** Captured, and by the headers. */
  readonly length: number
  readonly wireLength: number
}

/** The Framing of the payload that starts at `bytes[start]`, if it is one whole message. */
export function framingOf(bytes: Uint8Array, start: number, size: MessageSize): number {
  if (isText(bytes, start, size)) return Framing.text
  if (isLittle(bytes, start, size)) return Framing.little
  return isCompressed(bytes, start, size) ? Framing.compressed : Framing.none
}

/** Whether the payload is the greeting of an infected device. */
export function isDeviceGreeting(bytes: Uint8Array, start: number, length: number): boolean {
  return length === 4 && readLittleUint32(bytes, start) === deviceGreeting
}

/** Whether the payload is two zeros. */
export function isDeviceBeat(bytes: Uint8Array, start: number, length: number): boolean {
  return length === 2 && bytes[start] === 0 && bytes[start + 1] === 0
}

/** Whether the payload has the length and the look of a challenge. */
export function isChallenge(bytes: Uint8Array, start: number, length: number): boolean {
  return (
    length === challengeBytes && byteEntropy(bytes, start, start + length) >= challengeEntropyMin
  )
}

function isText(bytes: Uint8Array, start: number, { length, wireLength }: MessageSize): boolean {
  let value = 0
  for (let i = 0; i < Math.min(length, digitCountMax); i++) {
    const byte = bytes[start + i] as number
    if (byte === 0) return i > 0 && value > 0 && value === wireLength - i - 1
    if (byte < 0x30 || byte > 0x39 || (i === 0 && byte === 0x30)) return false
    value = value * 10 + byte - 0x30
  }
  return false
}

/** The length counts itself or not. */
function isLittle(bytes: Uint8Array, start: number, { length, wireLength }: MessageSize): boolean {
  if (length < littleLengthMin) return false
  const value = readLittleUint32(bytes, start)
  return value === wireLength - 4 || value === wireLength
}

/** The length of the whole, that of the data before it was compressed, and the data. */
function isCompressed(
  bytes: Uint8Array,
  start: number,
  { length, wireLength }: MessageSize,
): boolean {
  for (let mark = markLengths.min; mark <= markLengths.max; mark++) {
    const data = mark + lengthsBytes
    if (data + 2 > length) return false
    if (bytes[start + data] !== zlibMethod || !isZlibHead(bytes, start + data)) continue
    if (readLittleUint32(bytes, start + mark) === wireLength) return true
  }
  return false
}

/** Both bytes are a multiple of 31 together. */
function isZlibHead(bytes: Uint8Array, at: number): boolean {
  return ((bytes[at] as number) * 256 + (bytes[at + 1] as number)) % 31 === 0
}

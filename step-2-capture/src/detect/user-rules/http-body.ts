import { latin1Text } from '../../decode/latin1.ts'

/** Bytes of a packed body that rules see: what a file is shows at its start. */
export const bodyBytesMax = 12_288

/** A line before a chunk (RFC 9112, section 7.1). */
const chunkLine = /^([0-9a-f]{1,8})[^\r\n]{0,64}\r\n/i
const chunkLineLengthMax = 80

export interface Unchunked {
  readonly bytes: Uint8Array
  /** The last chunk was there. */
  readonly isOver: boolean
  /** Offset behind the last chunk that is whole. */
  readonly end: number
}

/** Puts the chunks of a body together, as far as they are there. */
export function unchunked(bytes: Uint8Array): Unchunked {
  const parts: Uint8Array[] = []
  let at = 0
  for (;;) {
    const line = chunkLine.exec(
      latin1Text(bytes, at, Math.min(bytes.length, at + chunkLineLengthMax)),
    )
    if (!line) return { bytes: Buffer.concat(parts), isOver: false, end: at }
    const length = Number.parseInt(line[1] as string, 16)
    const start = at + line[0].length
    if (length === 0) {
      // An empty line follows the last chunk.
      const isOver = start + 2 <= bytes.length
      return { bytes: Buffer.concat(parts), isOver, end: Math.min(bytes.length, start + 2) }
    }
    parts.push(bytes.subarray(start, Math.min(bytes.length, start + length)))
    if (start + length + 2 > bytes.length) {
      return { bytes: Buffer.concat(parts), isOver: false, end: bytes.length }
    }
    at = start + length + 2
  }
}

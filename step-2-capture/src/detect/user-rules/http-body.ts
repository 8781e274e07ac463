import { brotliDecompressSync, constants, inflateRawSync, unzipSync } from 'node:zlib'
import { latin1Text } from '../../decode/latin1.ts'

/** Bytes of a body that rules see, packed and unpacked: what a file is shows at its start. */
export const bodyBytesMax = 12_288
export const unpackedBytesMax = 262_144

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

/** Bytes of what was unpacked that are searched. */
export const searchedBytesMax = 65_536

/** Unpacks a body as far as it is there; the body as it came where that fails. */
export function unpacked(body: Uint8Array, encoding: string | null): Uint8Array {
  return unpackedWhole(body, encoding).subarray(0, searchedBytesMax)
}

function unpackedWhole(body: Uint8Array, encoding: string | null): Uint8Array {
  if (encoding === null || body.length === 0) return body
  // A cut end is no failure: the start is what is wanted.
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: unpackedBytesMax }
  try {
    if (/gzip|deflate/i.test(encoding)) return unzipSync(body, options)
    if (/\bbr\b/i.test(encoding)) {
      const flush = constants.BROTLI_OPERATION_FLUSH
      return brotliDecompressSync(body, { finishFlush: flush, maxOutputLength: unpackedBytesMax })
    }
    return body
  } catch {
    return unpackedRaw(body, encoding, options)
  }
}

/** Some servers leave out the two bytes before deflated data (RFC 9110, section 8.4.1.2). */
function unpackedRaw(body: Uint8Array, encoding: string, options: object): Uint8Array {
  try {
    return /deflate/i.test(encoding) ? inflateRawSync(body, options) : body
  } catch {
    return body
  }
}

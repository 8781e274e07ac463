import { brotliDecompressSync, constants, inflateRawSync, unzipSync } from 'node:zlib'

/** As much of a body as is unpacked; a longer one is left as it came. */
export const unpackedBytesMax = 262_144
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

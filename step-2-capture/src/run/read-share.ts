import type { PacketSource } from '../capture/packet-source.ts'

export interface ReadBytes {
  /** As they lie in the file. */
  readonly packed: number
  /** Unpacked, and judged. */
  readonly judged: number
}

/** The share of a file that was read, 0 to 1; null for a source without an end. */
export function readShare(
  source: Omit<PacketSource, 'open'>,
  { packed, judged }: ReadBytes,
): number | null {
  const { byteCount = 0, unpackedByteCount } = source
  if (byteCount === 0) return null
  // What was read may wait to be judged, in a replay at the pace of its traffic.
  return Math.min(
    1,
    unpackedByteCount === undefined ? packed / byteCount : judged / unpackedByteCount,
  )
}

import { createHash } from 'node:crypto'

export interface SeedSource {
  readonly capture: { readonly source: string }
  /** Random, and another for each run. */
  readonly seed: number
}

/**
 * The seed for `hashBytes`, known once the first packet is there. A live capture has its run's own;
 * any other that of its first packet, bytes and time: the same file gives the same results, and who
 * sends packets knows neither what was captured first nor in which microsecond.
 * @returns An integer from 0 to 2^48 - 1.
 */
export function byteSeedOf(
  { bytes, timeUs }: { readonly bytes: Uint8Array; readonly timeUs: number },
  { capture, seed }: SeedSource,
): number {
  if (capture.source === 'live') return seed
  return createHash('sha256')
    .update(bytes)
    .update(Float64Array.of(timeUs))
    .digest()
    .readUIntBE(0, 6)
}

import { CaptureReader } from '../pcap/capture-reader.ts'
import { Packet } from '../pcap/packet.ts'

export interface Pace {
  /** Seconds of traffic time in one second of wall-clock time, above 0. */
  readonly speed: number
  readonly signal: AbortSignal
  readonly nowMs: () => number
  /** Resolves after that many milliseconds, or as soon as `signal` aborts. */
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<void>
}

/** Gaps of traffic time that no audience sits through are cut to this, in milliseconds of waiting. */
const waitMsMax = 10_000

/**
 * The same bytes, each packet's when it is due, so that an old capture runs like live traffic.
 * A reader of its own tells when that is; the bytes themselves stay as they are. What is due after
 * the signal aborted does not come any more.
 */
export async function* paced(
  chunks: AsyncIterable<Uint8Array>,
  pace: Pace,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { speed, signal, nowMs, wait } = pace
  const reader = new CaptureReader()
  const packet = new Packet()
  let chunkOffset = 0
  let dueMs = nowMs()
  let lastUs = -1
  for await (const chunk of chunks) {
    reader.push(chunk)
    let done = 0
    while (reader.next(packet)) {
      // What lies before this record belongs to packets that are due already.
      const recordAt = packet.recordOffset - chunkOffset
      if (recordAt > done) yield chunk.subarray(done, recordAt)
      done = Math.max(done, recordAt)
      if (lastUs >= 0) {
        dueMs += Math.min(waitMsMax, Math.max(0, packet.timeUs - lastUs) / 1000 / speed)
      }
      lastUs = Math.max(lastUs, packet.timeUs)
      const delayMs = dueMs - nowMs()
      // Timers are no finer than a millisecond or two.
      if (delayMs > 2) await wait(delayMs, signal)
      if (signal.aborted) return
    }
    chunkOffset += chunk.length
    if (chunk.length > done) yield chunk.subarray(done)
  }
}

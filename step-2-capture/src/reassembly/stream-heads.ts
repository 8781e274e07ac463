import { BoundedMap } from '../memory/bounded-map.ts'
import type { StreamBuffer } from './stream-buffer.ts'
import { StreamCounts, StreamHead } from './stream-head.ts'

/** 1,024 directions at up to 16 KiB are 16 MB; the oldest goes first, and is counted. */
export const streamCountMax = 1_024

/** The directions of TCP flows that are being put in order, and used again for later ones. */
export class StreamHeads {
  readonly #counts = new StreamCounts()
  readonly #heads = new BoundedMap<number, StreamHead>({
    countMax: streamCountMax,
    onEvict: (head) => this.#keep(head),
  })
  readonly #spare: StreamHead[] = []

  /** How full it is, and what was not as it should be. */
  get buffer(): StreamBuffer {
    const { conflicting, skippedGaps, beyondBytes } = this.#counts
    return {
      count: this.#heads.size,
      cap: streamCountMax,
      evicted: this.#heads.evictedCount,
      conflicting,
      skipped_gaps: skippedGaps,
      beyond_bytes: beyondBytes,
    }
  }

  /** @param side 0 for what the flow's originator sends, 1 for its responder. */
  of(flow: number, side: number): StreamHead {
    const key = flow * 2 + side
    const known = this.#heads.get(key)
    if (known) return known
    const head = this.#spare.pop() ?? new StreamHead(this.#counts)
    this.#heads.set(key, head)
    return head
  }

  end(flow: number): void {
    this.#release(flow * 2)
    this.#release(flow * 2 + 1)
  }

  endSide(flow: number, side: number): void {
    this.#release(flow * 2 + side)
  }

  #release(key: number): void {
    const head = this.#heads.get(key)
    if (!head) return
    this.#heads.delete(key)
    this.#keep(head)
  }

  #keep(head: StreamHead): void {
    head.reset()
    this.#spare.push(head)
  }
}

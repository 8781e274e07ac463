import type { Detection } from 'step-2-capture'

/** Detections that wait for the database; at 2 kB each they take 40 MB. */
export const heldCountMax = 20_000
/** Detections of one transaction: it takes up to 50 ms, for which other questions wait. */
export const batchCountMax = 500

export interface DetectionBatch {
  readonly runId: string
  readonly detections: Detection[]
}

/** Detections in the order of their arrival, cut into batches of one run; what finds no room is counted. */
export class DetectionQueue {
  readonly #batches: DetectionBatch[] = []
  readonly #countMax: number
  #count = 0
  #dropped = 0
  #taken = 0
  #isOldestTaken = false

  constructor(countMax = heldCountMax) {
    this.#countMax = countMax
  }

  get count(): number {
    return this.#count
  }

  /** Detections that ever came, and how many of them have left again. */
  get taken(): number {
    return this.#taken
  }

  get left(): number {
    return this.#taken - this.#count
  }

  get dropped(): number {
    return this.#dropped
  }

  /** All that waits, in its order. */
  get waiting(): readonly DetectionBatch[] {
    return this.#batches
  }

  push(detections: readonly Detection[], runId: string): void {
    const taken = detections.slice(0, this.#countMax - this.#count)
    this.#dropped += detections.length - taken.length
    this.#count += taken.length
    this.#taken += taken.length
    for (const detection of taken) this.#openBatch(runId).push(detection)
  }

  /** The oldest batch; it stays until `shift`, so that a failed write loses nothing. */
  peek(): DetectionBatch | undefined {
    this.#isOldestTaken = this.#batches.length > 0
    return this.#batches[0]
  }

  shift(): void {
    this.#isOldestTaken = false
    this.#count -= this.#batches.shift()?.detections.length ?? 0
  }

  /** Gives up the oldest batch, which can never be stored. */
  drop(): void {
    this.#dropped += this.#batches[0]?.detections.length ?? 0
    this.shift()
  }

  /** The newest batch if it has room; never one that is on its way to the disk. */
  #openBatch(runId: string): Detection[] {
    const newest = this.#batches.at(-1)
    const isTaken = this.#isOldestTaken && this.#batches.length === 1
    if (newest?.runId === runId && !isTaken && newest.detections.length < batchCountMax) {
      return newest.detections
    }
    const detections: Detection[] = []
    this.#batches.push({ runId, detections })
    return detections
  }
}

import { createRandom, type Random } from '../detect/model/algorithms/random.ts'
import type { ObserverFactory, TrafficObserver } from '../detect/seam/observer.ts'
import type { HostWindow } from '../features/host-window.ts'

/** 200,000 windows of 36 numbers are 58 MB; of more, a fair sample of that size is kept. */
export const trainingRowCountMax = 200_000

export interface RowSampleOptions {
  readonly seed: number
  /** Share of the windows to look at, above 0 and at most 1. */
  readonly sampleRate: number
  readonly countMax?: number
}

/** Gathers the rows of host windows to learn from (Vitter 1985, algorithm R, where there are many). */
export class RowSample {
  readonly rows: Float64Array[] = []
  readonly #random: Random
  readonly #sampleRate: number
  readonly #countMax: number
  #seenCount = 0

  constructor({ seed, sampleRate, countMax = trainingRowCountMax }: RowSampleOptions) {
    this.#random = createRandom(seed)
    this.#sampleRate = sampleRate
    this.#countMax = countMax
  }

  /** A detector that states nothing, and only hands windows over. */
  readonly watch: ObserverFactory = (): TrafficObserver => ({
    onWindow: ({ row }: HostWindow) => this.add(row),
  })

  add(row: Float64Array): void {
    if (this.#sampleRate < 1 && this.#random.next() >= this.#sampleRate) return
    const index = this.#seenCount++
    if (index < this.#countMax) {
      this.rows.push(row.slice())
      return
    }
    const place = this.#random.below(index + 1)
    if (place < this.#countMax) this.rows[place] = row.slice()
  }
}

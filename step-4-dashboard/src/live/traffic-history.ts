import type { Stats } from 'step-3-persistence'

/** One point of the traffic line: epoch milliseconds of arrival, packets and bits a second. */
export type TrafficPoint = readonly [
  timeMs: number,
  packetsPerSecond: number,
  bitsPerSecond: number,
]

/** 600 points of half a second are five minutes, at about 30 B each 18 kB. */
export const trafficPointsMax = 600
const intervalMs = 500

/** The last minutes of rates of the current run, thinned to two points a second. */
export class TrafficHistory {
  #points: TrafficPoint[] = []
  #runId: string | null = null

  /** Another run is another line. */
  startRun(runId: string | null): void {
    if (runId === this.#runId) return
    this.#runId = runId
    this.#points = []
  }

  add(stats: Stats, timeMs: number): void {
    const last = this.#points.at(-1)
    if (last && timeMs - last[0] < intervalMs) return
    this.#points.push([timeMs, stats.packets_per_second, stats.bits_per_second])
    if (this.#points.length > trafficPointsMax) this.#points.shift()
  }

  points(): readonly TrafficPoint[] {
    return [...this.#points]
  }
}

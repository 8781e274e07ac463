import { z } from '@hono/zod-openapi'

/** 600 points fill a wide screen; three numbers each are 14 kB. */
export const timelinePointCountMax = 600
/** A chart of a whole run needs no more, and its points are not copied ten times a second. */
const readEveryMs = 1_000
/** How long a point may be, in seconds; each is a multiple of the one before. A day is 600 days. */
const pointSeconds = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400]

/** The traffic of a run over traffic time, in equal points without gaps. */
export const timeline = z
  .object({
    /** Epoch seconds at which the first point begins; null before the first packet. */
    from: z.number().nullable(),
    seconds_per_point: z.number(),
    packets: z.array(z.number()),
    /** Bytes on the link. */
    bytes: z.array(z.number()),
    /** Detections whose first packet falls into the point. */
    detections: z.array(z.number()),
  })
  .openapi('Timeline')
export type Timeline = z.infer<typeof timeline>

export const emptyTimeline: Timeline = {
  from: null,
  seconds_per_point: pointSeconds[0]!,
  packets: [],
  bytes: [],
  detections: [],
}

/**
 * Counts packets, bytes and detections over the traffic time of a whole run in bounded memory: when
 * the run outgrows its points, neighbours become one point of a longer time.
 */
export class TrafficTimeline {
  readonly #packets = new Float64Array(timelinePointCountMax)
  readonly #bytes = new Float64Array(timelinePointCountMax)
  readonly #detections = new Float64Array(timelinePointCountMax)
  #secondsPerPoint: number
  #usPerPoint: number
  #fromUs: number
  #count: number
  #readAtMs = Number.NEGATIVE_INFINITY

  /** @param before What was counted before, with which it goes on. */
  constructor(before: Timeline = emptyTimeline) {
    this.#secondsPerPoint = before.seconds_per_point
    this.#usPerPoint = before.seconds_per_point * 1e6
    this.#fromUs = before.from === null ? Number.NaN : Math.round(before.from * 1e6)
    this.#count = before.packets.length
    this.#packets.set(before.packets)
    this.#bytes.set(before.bytes)
    this.#detections.set(before.detections)
  }

  /** Counts a packet; one from before the first point counts there. */
  countPacket(timeUs: number, byteCount: number): void {
    const point = this.#pointAt(timeUs)
    this.#packets[point]! += 1
    this.#bytes[point]! += byteCount
  }

  /** Counts a detection where it began; one that began before the first point counts there. */
  countDetection(timeUs: number): void {
    this.#detections[this.#pointAt(timeUs)]! += 1
  }

  /** Undefined when it was read less than a second ago. */
  readIfDue(nowMs: number): Timeline | undefined {
    if (nowMs - this.#readAtMs < readEveryMs) return undefined
    this.#readAtMs = nowMs
    return this.read()
  }

  read(): Timeline {
    if (Number.isNaN(this.#fromUs)) return emptyTimeline
    const values = (of: Float64Array) => [...of.subarray(0, this.#count)]
    return {
      from: this.#fromUs / 1e6,
      seconds_per_point: this.#secondsPerPoint,
      packets: values(this.#packets),
      bytes: values(this.#bytes),
      detections: values(this.#detections),
    }
  }

  #pointAt(timeUs: number): number {
    if (Number.isNaN(this.#fromUs)) this.#fromUs = beginOf(timeUs, this.#usPerPoint)
    while (timeUs - this.#fromUs >= timelinePointCountMax * this.#usPerPoint) this.#lengthen()
    const point = Math.max(0, Math.floor((timeUs - this.#fromUs) / this.#usPerPoint))
    if (point >= this.#count) this.#count = point + 1
    return point
  }

  /** Makes each point as long as the next length, or beyond the longest twice as long. */
  #lengthen(): void {
    const seconds =
      pointSeconds.find((length) => length > this.#secondsPerPoint) ?? this.#secondsPerPoint * 2
    const us = seconds * 1e6
    const fromUs = beginOf(this.#fromUs, us)
    const shift = Math.round((this.#fromUs - fromUs) / this.#usPerPoint)
    const factor = Math.round(us / this.#usPerPoint)
    for (const values of [this.#packets, this.#bytes, this.#detections]) {
      merge(values, this.#count, shift, factor)
    }
    this.#count = Math.ceil((this.#count + shift) / factor)
    this.#secondsPerPoint = seconds
    this.#usPerPoint = us
    this.#fromUs = fromUs
  }
}

/** Points begin at round times, so that a minute on the chart is a minute of the clock. */
function beginOf(timeUs: number, usPerPoint: number): number {
  return Math.floor(timeUs / usPerPoint) * usPerPoint
}

/** Sums `factor` neighbours into one, in place; the first had `shift` empty ones before it. */
function merge(values: Float64Array, count: number, shift: number, factor: number): void {
  for (let from = 0; from < count; from++) {
    const to = Math.floor((from + shift) / factor)
    const value = values[from]!
    values[from] = 0
    values[to]! += value
  }
}

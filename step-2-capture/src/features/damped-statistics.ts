/*
 * Damped incremental statistics (Mirsky et al., Kitsune, NDSS 2018, section IV-B): a stream is
 * remembered with a weight that halves every 1/λ seconds, for several λ at once, so that a packet
 * costs the same however long the stream is. Every sum is kept as it was at the last packet.
 */

/** λ in 1/s: half of what is remembered is younger than 0.2 s, 0.33 s, 1 s, 10 s and 100 s. */
export const decaysPerSecond = [5, 3, 1, 0.1, 0.01] as const
const decayCount = decaysPerSecond.length

/** Weight, mean and deviation for each λ. */
export const streamStatisticCount = 3
/** Those of one direction, and magnitude, radius, covariance and correlation of both. */
export const pairStatisticCount = 7

/** Per λ: weight w, linear sum LS, squared sum SS. */
const streamColumns = 3
/** Per row: a time, then the columns of each λ. */
const streamRowLength = 1 + decayCount * streamColumns

/** Streams of one number each, in rows of one array: 128 B a stream. */
export class DampedStreams {
  readonly #rows: Float64Array

  constructor(rowCount: number) {
    this.#rows = new Float64Array(rowCount * streamRowLength)
  }

  /** Forgets a stream, so that its row can be another's. */
  clear(row: number): void {
    this.#rows.fill(0, row * streamRowLength, (row + 1) * streamRowLength)
  }

  /** @param timeUs Never earlier than the last: traffic time. */
  add(row: number, value: number, timeUs: number): void {
    const rows = this.#rows
    const start = row * streamRowLength
    const seconds = secondsSince(rows[start] as number, timeUs)
    rows[start] = timeUs
    for (let decay = 0; decay < decayCount; decay++) {
      const at = start + 1 + decay * streamColumns
      addDamped(rows, at, { value, factor: decayFactor(decay, seconds) })
    }
  }

  /** Writes weight, mean and deviation of each λ, as of the stream's last number. */
  read(row: number, out: Float64Array, outAt: number): void {
    for (let decay = 0; decay < decayCount; decay++) {
      const at = row * streamRowLength + 1 + decay * streamColumns
      readStream(this.#rows, at, out, outAt + decay * streamStatisticCount)
    }
  }
}

/** Per λ: w, LS, SS of side 0, the same of side 1, and SR, the sum of products of residuals. */
const pairColumns = 2 * streamColumns + 1
/** Per row: a time, the last residual of each side and λ, then the columns of each λ. */
const pairRowLength = 1 + 2 * decayCount + decayCount * pairColumns

/** Two streams each, for example both directions of a socket, and how they go together: 368 B. */
export class DampedPairs {
  readonly #rows: Float64Array

  constructor(rowCount: number) {
    this.#rows = new Float64Array(rowCount * pairRowLength)
  }

  clear(row: number): void {
    this.#rows.fill(0, row * pairRowLength, (row + 1) * pairRowLength)
  }

  /** @param side 0 or 1: which of the two streams the number belongs to. */
  add(row: number, side: number, { value, timeUs }: { value: number; timeUs: number }): void {
    const rows = this.#rows
    const start = row * pairRowLength
    const seconds = secondsSince(rows[start] as number, timeUs)
    rows[start] = timeUs
    for (let decay = 0; decay < decayCount; decay++) {
      const factor = decayFactor(decay, seconds)
      const at = columnsOf(start, decay)
      const own = at + side * streamColumns
      const other = at + (1 - side) * streamColumns
      addDamped(rows, own, { value, factor })
      for (let i = 0; i < streamColumns; i++) rows[other + i] = (rows[other + i] as number) * factor
      const mean = (rows[own + 1] as number) / (rows[own] as number)
      const residual = value - mean
      const lastOfOther = rows[start + 1 + (1 - side) * decayCount + decay] as number
      const products = at + 2 * streamColumns
      rows[products] = (rows[products] as number) * factor + residual * lastOfOther
      rows[start + 1 + side * decayCount + decay] = residual
    }
  }

  /** Writes the seven statistics of each λ, as the given side sees them. */
  read(row: number, side: number, { out, at: outAt }: { out: Float64Array; at: number }): void {
    const rows = this.#rows
    for (let decay = 0; decay < decayCount; decay++) {
      const at = columnsOf(row * pairRowLength, decay)
      const into = outAt + decay * pairStatisticCount
      // The other side's go where the joint ones will stand, to be read before those are written.
      readStream(rows, at + (1 - side) * streamColumns, out, into + streamStatisticCount)
      const otherWeight = out[into + 3] as number
      const otherMean = out[into + 4] as number
      const otherDeviation = out[into + 5] as number
      readStream(rows, at + side * streamColumns, out, into)
      const mean = out[into + 1] as number
      const deviation = out[into + 2] as number
      const weights = (out[into] as number) + otherWeight
      const products = rows[at + 2 * streamColumns] as number
      const covariance = weights > 0 ? products / weights : 0
      const spread = deviation * otherDeviation
      out[into + 3] = Math.hypot(mean, otherMean)
      out[into + 4] = Math.hypot(deviation ** 2, otherDeviation ** 2)
      out[into + 5] = covariance
      out[into + 6] = spread > 0 ? covariance / spread : 0
    }
  }
}

function columnsOf(start: number, decay: number): number {
  return start + 1 + 2 * decayCount + decay * pairColumns
}

/** An empty row's time is 0, and all its sums with it, so that any factor is right. */
function secondsSince(lastUs: number, timeUs: number): number {
  return Math.max(0, timeUs - lastUs) / 1e6
}

function decayFactor(decay: number, seconds: number): number {
  return 2 ** (-(decaysPerSecond[decay] as number) * seconds)
}

function addDamped(
  rows: Float64Array,
  at: number,
  { value, factor }: { value: number; factor: number },
): void {
  rows[at] = (rows[at] as number) * factor + 1
  rows[at + 1] = (rows[at + 1] as number) * factor + value
  rows[at + 2] = (rows[at + 2] as number) * factor + value * value
}

/** Beside the square of the mean a variance of less is what rounding left, and not a spread. */
const relativeVarianceMin = 1e-9

/** w, μ = LS / w, σ = √(SS / w - μ²); nothing seen is 0. */
function readStream(rows: Float64Array, at: number, out: Float64Array, outAt: number): void {
  const weight = rows[at] as number
  const mean = weight > 0 ? (rows[at + 1] as number) / weight : 0
  const square = mean * mean
  const variance = weight > 0 ? (rows[at + 2] as number) / weight - square : 0
  out[outAt] = weight
  out[outAt + 1] = mean
  out[outAt + 2] = variance > square * relativeVarianceMin ? Math.sqrt(variance) : 0
}

import { z } from 'zod'

export const calibrationState = z.object({
  /** Raw scores seen in training, ascending and distinct. */
  rawScores: z.array(z.number()).min(1),
  /** For each of them, the share of training rows that were less strange (ties count half). */
  shares: z.array(z.number().min(0).max(1)).min(1),
})

/** The training data's raw scores as a curve, so that a score means the same for every model. */
export type Calibration = z.infer<typeof calibrationState>

/** 1,024 points describe the curve to 0.1 %, and cost 16 kB. */
const pointCountMax = 1024

/** Builds the curve from the raw scores of the training rows (at least one). */
export function calibrationOf(trainingScores: Iterable<number>): Calibration {
  const sorted = Float64Array.from(trainingScores).sort()
  const rawScores: number[] = []
  const shares: number[] = []
  for (let first = 0; first < sorted.length; ) {
    let end = first + 1
    while (end < sorted.length && sorted[end] === sorted[first]) end++
    rawScores.push(sorted[first] as number)
    shares.push((first + end) / 2 / sorted.length)
    first = end
  }
  return thin({ rawScores, shares })
}

/**
 * Turns a raw score into the share of training rows that are less strange, 0 to 1.
 * Beyond the strangest training row it still rises towards 1, so strange rows keep their order.
 */
export function calibrate({ rawScores, shares }: Calibration, raw: number): number {
  const last = rawScores.length - 1
  const highest = rawScores[last] as number
  if (raw > highest) {
    const span = highest - (rawScores[last >> 1] as number) || 1
    const top = shares[last] as number
    return 1 - (1 - top) * (span / (span + raw - highest))
  }
  const index = firstAtLeast(rawScores, raw)
  const above = shares[index] as number
  if (index === 0) return raw === rawScores[0] ? above : 0
  const low = rawScores[index - 1] as number
  const fraction = (raw - low) / ((rawScores[index] as number) - low)
  const below = shares[index - 1] as number
  return below + fraction * (above - below)
}

function firstAtLeast(ascending: readonly number[], value: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Keeps evenly spaced points, and always the strangest, where a threshold will lie. */
function thin({ rawScores, shares }: Calibration): Calibration {
  const step = Math.ceil(rawScores.length / (pointCountMax / 2))
  const tail = rawScores.length - pointCountMax / 2
  const keep = (_: number, index: number) => index % step === 0 || index >= tail
  return { rawScores: rawScores.filter(keep), shares: shares.filter(keep) }
}

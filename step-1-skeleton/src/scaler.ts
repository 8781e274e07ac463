import { z } from 'zod'
import type { FeatureRow } from './algorithm.ts'

export const scalerState = z.object({ mean: z.array(z.number()), deviation: z.array(z.number()) })

/** Mean and standard deviation of each feature over the training rows. */
export type Scaler = z.infer<typeof scalerState>

/** Values are cut off at ±1e150, so that their squares stay finite. */
const valueMax = 1e150
/** A value a trillion deviations away is as strange as can be, and its square still finite. */
const deviationCountMax = 1e12

/** Learns the scale of each column; a constant column gets deviation 1, so it scales to zero. */
export function scalerOf(rows: readonly FeatureRow[]): Scaler {
  const columnCount = rows[0]?.length ?? 0
  const mean = new Array<number>(columnCount).fill(0)
  const squares = new Array<number>(columnCount).fill(0)
  // Welford's update: one pass, and no loss of digits when the mean dwarfs the deviation.
  rows.forEach((row, index) => {
    for (let column = 0; column < columnCount; column++) {
      const value = cutOff(row[column] as number, valueMax)
      const before = value - (mean[column] as number)
      mean[column] = (mean[column] as number) + before / (index + 1)
      squares[column] = (squares[column] as number) + before * (value - (mean[column] as number))
    }
  })
  const deviation = squares.map((sum) => Math.sqrt(sum / rows.length) || 1)
  return { mean, deviation }
}

/** Standard scores: how many deviations each value lies from its column's mean. */
export function scaleRow({ mean, deviation }: Scaler, row: FeatureRow): number[] {
  return mean.map((center, column) => {
    const distance = cutOff(row[column] as number, valueMax) - center
    return cutOff(distance / (deviation[column] as number), deviationCountMax)
  })
}

function cutOff(value: number, max: number): number {
  return Math.max(-max, Math.min(max, value))
}

import { z } from 'zod'
import type { FeatureRow } from './detector.ts'

export const scalerState = z.object({ mean: z.array(z.number()), deviation: z.array(z.number()) })

/** Mean and standard deviation of each feature over the training rows. */
export type Scaler = z.infer<typeof scalerState>

/** Learns the scale of each column; a constant column gets deviation 1, so it scales to zero. */
export function fitScaler(rows: readonly FeatureRow[]): Scaler {
  const columnCount = rows[0]?.length ?? 0
  const mean = new Array<number>(columnCount).fill(0)
  const squares = new Array<number>(columnCount).fill(0)
  // Welford's update: one pass, and no loss of digits when the mean dwarfs the deviation.
  rows.forEach((row, index) => {
    for (let column = 0; column < columnCount; column++) {
      const value = row[column] as number
      const before = value - (mean[column] as number)
      mean[column] = (mean[column] as number) + before / (index + 1)
      squares[column] = (squares[column] as number) + before * (value - (mean[column] as number))
    }
  })
  const deviation = squares.map((sum) => Math.sqrt(sum / rows.length) || 1)
  return { mean, deviation }
}

/** Standard scores: how many deviations each value lies from its column's mean. */
export function scaleRow(scaler: Scaler, row: FeatureRow): number[] {
  return scaler.mean.map(
    (mean, column) => ((row[column] as number) - mean) / (scaler.deviation[column] as number),
  )
}

import { createHash } from 'node:crypto'
import { median } from '../../features/quantile.ts'

/** The median of each feature over the training rows, as it was measured; 0 where there are none. */
export function mediansOf(rows: readonly ArrayLike<number>[], featureCount: number): number[] {
  return Array.from({ length: featureCount }, (_, feature) =>
    median(Float64Array.from(rows, (row) => row[feature] as number)),
  )
}

/** The same for the same content, in whatever order its keys came back from a file. */
export function bundleHashOf(content: object & Record<string, unknown>): string {
  const { source, name, captures, seed, format, typical, model } = content
  const text = JSON.stringify([format, source, name, captures, seed, typical, model])
  return createHash('sha256').update(text).digest('hex')
}

/** Prints a figure of this commit, as `.ci/long` collects them. */
export function figure(name: string, value: string | number): void {
  console.log(`figure: ${name} ${value}`)
}

/** Prints a figure with its bound. One above the bound fails the section, which still goes on. */
export function bounded(name: string, value: number, { max, unit }: Bound): void {
  const isKept = value <= max
  figure(name, `${value} ${unit} (at most ${max})${isKept ? '' : ': BROKEN'}`)
  if (!isKept) process.exitCode = 1
}

/** Of milliseconds or the like: the value that 95 of 100 do not exceed, rounded. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0)
}

interface Bound {
  readonly max: number
  readonly unit: string
}

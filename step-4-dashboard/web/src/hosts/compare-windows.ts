export interface HostWindow {
  readonly start: string
  readonly features: Readonly<Record<string, number>>
}

export interface ComparedFeature {
  readonly name: string
  readonly newest: number
  /** Of the windows before, by linear interpolation (type 7). */
  readonly median: number
  readonly largest: number
}

/** Its newest window beside what the host did before, the strongest change first. The newest comes first. */
export function compareWindows(windows: readonly HostWindow[]): ComparedFeature[] {
  const [newest, ...before] = windows
  if (!newest || before.length === 0) return []
  return Object.entries(newest.features)
    .map(([name, value]) => {
      const values = before.map(({ features }) => features[name] ?? 0).sort((a, b) => a - b)
      return { name, newest: value, median: medianOf(values), largest: values.at(-1) ?? 0 }
    })
    .filter(({ newest, median }) => newest !== median)
    .sort((one, other) => changeOf(other) - changeOf(one))
}

/** How far the newest is from the median, in spans of what was seen before. */
function changeOf({ newest, median, largest }: ComparedFeature): number {
  return Math.abs(newest - median) / Math.max(Math.abs(largest), Math.abs(median), 1e-9)
}

function medianOf(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2
  const low = sorted[Math.floor(middle)] ?? 0
  const high = sorted[Math.ceil(middle)] ?? 0
  return low + (high - low) * (middle % 1)
}

import type { Forest } from './use-learn.ts'

type Item = Forest['items'][number]

/** Where the items and the cuts are drawn; sizes are on a logarithmic scale. */
export interface Plane {
  readonly left: number
  readonly bottom: number
  readonly points: readonly { key: string; x: number; y: number; item: Item }[]
  readonly cuts: readonly { x1: number; y1: number; x2: number; y2: number }[]
  readonly xTicks: readonly Tick[]
  readonly yTicks: readonly Tick[]
}

interface Tick {
  readonly at: number
  readonly label: string
}

const margin = { left: 44, right: 16, top: 16, bottom: 26 }
/** Others are shown by their number. */
const protocolNames = new Map([
  [6, 'TCP'],
  [17, 'UDP'],
])

/** What lies above the threshold that a contamination sets, the strangest first. */
export function anomaliesAt(items: readonly Item[], contamination: number): Item[] {
  return items
    .filter(({ strangeness }) => strangeness > 1 - contamination)
    .sort((a, b) => b.strangeness - a.strangeness)
}

export function planeOf(
  { items, cuts }: Forest,
  { width, height }: { width: number; height: number },
): Plane {
  const sizes = items.map(({ size }) => Math.log(size + 1))
  const protocols = [...new Set(items.map(({ proto }) => proto))].sort((a, b) => a - b)
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)]
  const bottom = height - margin.bottom
  const xOf = (size: number): number =>
    margin.left + ((Math.log(size + 1) - low) / (high - low)) * (width - margin.left - margin.right)
  // Protocols are names written as numbers: each gets a line, with the same room between them.
  const lineOf = (proto: number): number => {
    const above = protocols.findIndex((one) => one >= proto)
    if (above <= 0) return above < 0 ? protocols.length - 1 : 0
    const [from = 0, to = 0] = [protocols[above - 1], protocols[above]]
    return above - 1 + (proto - from) / (to - from)
  }
  const gap = (bottom - margin.top - 24) / Math.max(1, protocols.length - 1)
  const yOf = (proto: number): number => bottom - 12 - lineOf(proto) * gap
  return {
    left: margin.left,
    bottom,
    points: items.map((item, index) => ({
      key: `${index}`,
      x: xOf(item.size),
      y: yOf(item.proto),
      item,
    })),
    cuts: cuts.map(({ feature, value, within: { size, proto } }) =>
      feature === 'size'
        ? { x1: xOf(value), x2: xOf(value), y1: yOf(proto[0]) + 10, y2: yOf(proto[1]) - 10 }
        : { x1: xOf(size[0]) - 6, x2: xOf(size[1]) + 6, y1: yOf(value), y2: yOf(value) },
    ),
    xTicks: [100, 1_000, 10_000, 65_535]
      .filter((size) => Math.log(size + 1) <= high)
      .map((size) => ({ at: xOf(size), label: `${size.toLocaleString('en')} B` })),
    yTicks: protocols.map((proto) => ({
      at: yOf(proto),
      label: protocolNames.get(proto) ?? `${proto}`,
    })),
  }
}

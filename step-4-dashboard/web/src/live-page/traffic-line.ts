import { formatBitRate, formatRate } from '../format/quantity.ts'
import type { TrafficPoint } from '../live/live-event.ts'

/** Two minutes fit across a card; the line begins with half a minute and then scrolls. */
const spanSecondsMax = 120
const spanSecondsMin = 30

export type Quantity = 'packets' | 'bits'

/** How a rate of the quantity is written. */
export function rateFormat(quantity: Quantity): (rate: number) => string {
  return quantity === 'packets' ? formatRate : formatBitRate
}

export interface TrafficLine {
  /** Seconds before the newest point (0 or less), and the rate then. */
  readonly points: readonly { readonly x: number; readonly y: number }[]
  /** Where the line's axis begins, as negative seconds. */
  readonly fromSeconds: number
}

/** The part of the traffic that the chart shows, on an axis that ends now. */
export function trafficLine(traffic: readonly TrafficPoint[], quantity: Quantity): TrafficLine {
  const newestMs = traffic.at(-1)?.[0] ?? 0
  const points = traffic
    .map(([timeMs, packetsPerSecond, bitsPerSecond]) => ({
      x: (timeMs - newestMs) / 1000,
      y: quantity === 'packets' ? packetsPerSecond : bitsPerSecond,
    }))
    .filter(({ x }) => x >= -spanSecondsMax)
  const span = -(points[0]?.x ?? 0)
  return { points, fromSeconds: -Math.min(spanSecondsMax, Math.max(spanSecondsMin, span)) }
}

import { BoundedMap } from '../../memory/bounded-map.ts'
import type { Ends } from './flow-bits.ts'
import type { Rate } from './rate.ts'

/** Counts of a rule and a host, 200 B each: 3.3 MB; the oldest goes first. */
export const rateCountMax = 16_384

interface Count {
  startUs: number
  count: number
}

/** Counts matches, and says which of them become detections. */
export class RateLimits {
  readonly #counts = new BoundedMap<string, Count>({ countMax: rateCountMax })

  /** Counts a match of a rule; whether it is stated. */
  passes(
    rule: number,
    { kind, by, count: wanted, seconds }: Rate,
    ends: Ends,
    timeUs: number,
  ): boolean {
    const key = keyOf(rule, by, ends)
    let counted = this.#counts.get(key)
    if (!counted || timeUs - counted.startUs >= seconds * 1e6) {
      counted = { startUs: timeUs, count: 0 }
      this.#counts.renew(key, counted)
    }
    counted.count++
    switch (kind) {
      case 'limit':
        return counted.count <= wanted
      case 'both':
        return counted.count === wanted
      case 'filter':
        return counted.count > wanted
      case 'threshold':
        if (counted.count < wanted) return false
        this.#counts.delete(key)
        return true
    }
  }
}

function keyOf(rule: number, by: Rate['by'], { source, target }: Ends): string {
  if (by === 'source') return `${rule} ${source}`
  if (by === 'target') return `${rule} ${target}`
  return by === 'rule' ? `${rule}` : `${rule} ${source} ${target}`
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DampedPairs,
  DampedStreams,
  decaysPerSecond,
  pairStatisticCount,
  streamStatisticCount,
} from './damped-statistics.ts'

interface Event {
  readonly side: 0 | 1
  readonly value: number
  readonly timeUs: number
}

const start = 1_700_000_000e6

/** Sizes at growing times, of both sides. */
const events = fc
  .array(
    fc.record({
      side: fc.constantFrom(0 as const, 1 as const),
      value: fc.integer({ min: 0, max: 1500 }),
      gapUs: fc.integer({ min: 0, max: 3_000_000 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((list) => {
    let timeUs = start
    return list.map(({ side, value, gapUs }): Event => {
      timeUs += gapUs
      return { side, value, timeUs }
    })
  })

/** The definition: every number of the stream with its weight 2^(-λ age), nothing incremental. */
function directly(numbers: readonly Event[], λ: number, nowUs: number) {
  const weights = numbers.map(({ timeUs }) => 2 ** ((-λ * (nowUs - timeUs)) / 1e6))
  const sum = (of: (event: Event) => number) =>
    numbers.reduce((total, event, i) => total + of(event) * (weights[i] as number), 0)
  const weight = sum(() => 1)
  const mean = weight > 0 ? sum(({ value }) => value) / weight : 0
  const variance = weight > 0 ? sum(({ value }) => (value - mean) ** 2) / weight : 0
  return { weight, mean, deviation: Math.sqrt(variance) }
}

/** Σ r_i · r_j over all arrivals, r_j being the other side's last residual, damped to now. */
function productsDirectly(all: readonly Event[], λ: number, nowUs: number): number {
  const residuals = [0, 0]
  let total = 0
  all.forEach(({ side, value, timeUs }, index) => {
    const own = all.slice(0, index + 1).filter((event) => event.side === side)
    residuals[side] = value - directly(own, λ, timeUs).mean
    const product = (residuals[0] as number) * (residuals[1] as number)
    total += product * 2 ** ((-λ * (nowUs - timeUs)) / 1e6)
  })
  return total
}

/** A variance below a billionth of 1,500² counts as none; of larger sums the last digits are lost. */
const varianceDigits = 2
const isNear = (actual: number | undefined, wanted: number, digits = varianceDigits) =>
  expect(actual).toBeCloseTo(wanted, digits)

describe('DampedStreams', () => {
  it('gives what the definition gives, for any stream and each decay', () => {
    fc.assert(
      fc.property(events, (list) => {
        const streams = new DampedStreams(3)
        for (const { value, timeUs } of list) streams.add(1, value, timeUs)
        const out = new Float64Array(decaysPerSecond.length * streamStatisticCount + 2)
        streams.read(1, out, 2)
        decaysPerSecond.forEach((λ, decay) => {
          const wanted = directly(list, λ, list.at(-1)?.timeUs ?? 0)
          const at = 2 + decay * streamStatisticCount
          isNear(out[at], wanted.weight, 9)
          isNear(out[at + 1], wanted.mean, 6)
          expect((out[at + 2] ?? Number.NaN) ** 2).toBeCloseTo(
            wanted.deviation ** 2,
            varianceDigits,
          )
        })
      }),
    )
  })

  it('halves what it remembers in one over the decay', () => {
    const streams = new DampedStreams(1)
    const out = new Float64Array(15)
    streams.add(0, 100, start)
    streams.add(0, 100, start + 10e6)
    streams.read(0, out, 0)
    // The fourth decay is 0.1 a second.
    expect(out[9]).toBeCloseTo(1.5, 12)
  })

  it('stays finite over a gap of fifty years and an empty row', () => {
    const streams = new DampedStreams(1)
    const out = new Float64Array(15).fill(Number.NaN)
    streams.read(0, out, 0)
    expect([...out]).toEqual(new Array(15).fill(0))
    streams.add(0, 60, 0)
    streams.add(0, 1500, 50 * 365 * 86_400e6)
    streams.read(0, out, 0)
    expect([...out]).toEqual(Array.from({ length: 5 }, () => [1, 1500, 0]).flat())
  })

  it('forgets a row without touching its neighbours', () => {
    const streams = new DampedStreams(3)
    for (const row of [0, 1, 2]) streams.add(row, 7, start)
    streams.clear(1)
    const means = [0, 1, 2].map((row) => {
      const out = new Float64Array(15)
      streams.read(row, out, 0)
      return out[1]
    })
    expect(means).toEqual([7, 0, 7])
  })
})

describe('DampedPairs', () => {
  it('gives what the definition gives, seen from either side', () => {
    fc.assert(
      fc.property(events, fc.constantFrom(0, 1), (list, side) => {
        const pairs = new DampedPairs(2)
        for (const event of list) pairs.add(1, event.side, event)
        const out = new Float64Array(decaysPerSecond.length * pairStatisticCount)
        pairs.read(1, side, { out, at: 0 })
        const nowUs = list.at(-1)?.timeUs ?? 0
        decaysPerSecond.forEach((λ, decay) => {
          const of = (which: number) =>
            directly(
              list.filter((event) => event.side === which),
              λ,
              nowUs,
            )
          const [own, other] = [of(side), of(1 - side)]
          const covariance = productsDirectly(list, λ, nowUs) / (own.weight + other.weight)
          const at = decay * pairStatisticCount
          isNear(out[at], own.weight, 9)
          isNear(out[at + 1], own.mean, 6)
          isNear(out[at + 3], Math.hypot(own.mean, other.mean), 6)
          isNear(out[at + 4], Math.hypot(own.deviation ** 2, other.deviation ** 2))
          isNear(out[at + 5], covariance, 4)
          const spread = own.deviation * other.deviation
          // What is next to no spread is none, and then there is no correlation.
          const isSpread = [own, other].every(({ mean, deviation }) => deviation > mean / 1000)
          if (isSpread && spread > 0) isNear(out[at + 6], covariance / spread, 4)
        })
      }),
    )
  })

  it('finds that two directions go together, or against each other', () => {
    const correlationOf = (answer: (size: number) => number) => {
      const pairs = new DampedPairs(1)
      for (let n = 0; n < 200; n++) {
        const size = n % 4 < 2 ? 100 : 1000
        const timeUs = start + n * 1000
        pairs.add(0, 0, { value: size, timeUs })
        pairs.add(0, 1, { value: answer(size), timeUs })
      }
      const out = new Float64Array(35)
      pairs.read(0, 0, { out, at: 0 })
      return out[pairStatisticCount * 4 + 6] ?? 0
    }
    expect(correlationOf((size) => size)).toBeGreaterThan(0.4)
    expect(correlationOf((size) => 1100 - size)).toBeLessThan(-0.4)
    expect(correlationOf(() => 500)).toBe(0)
  })
})

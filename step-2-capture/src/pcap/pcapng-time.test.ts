import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Packet } from './packet.ts'
import { setPcapngTime, unitsPerSecondOf } from './pcapng-time.ts'

function timeOf(units: bigint, unitsPerSecond: number, offsetSeconds = 0): string {
  const packet = new Packet()
  const high = Number(units >> 32n)
  setPcapngTime(packet, high, Number(units & 0xffffffffn), { unitsPerSecond, offsetSeconds })
  return `${packet.timeSeconds}.${String(packet.timeNanoseconds).padStart(9, '0')}`
}

function exactly(units: bigint, unitsPerSecond: bigint): string {
  const nanoseconds = ((units % unitsPerSecond) * 1_000_000_000n) / unitsPerSecond
  return `${Number(units / unitsPerSecond)}.${String(nanoseconds).padStart(9, '0')}`
}

test.each([
  { resolution: 6, units: 1e6 },
  { resolution: 9, units: 1e9 },
  { resolution: 0, units: 1 },
  { resolution: 19, units: 1e19 },
  { resolution: 20, units: null },
  { resolution: 0x80, units: 1 },
  { resolution: 0x80 | 20, units: 2 ** 20 },
  { resolution: 0x80 | 63, units: 2 ** 63 },
  { resolution: 0x80 | 64, units: null },
])('knows that resolution $resolution is $units units a second', ({ resolution, units }) => {
  expect(unitsPerSecondOf(resolution)).toBe(units)
})

const decimal = Array.from({ length: 20 }, (_, n) => 10 ** n)
const binary = Array.from({ length: 32 }, (_, n) => 2 ** n)

test.each([...decimal, ...binary])('divides by %d units a second without losing any', (units) => {
  const value = fc.bigInt({ min: 0n, max: 2n ** 53n * BigInt(units) - 1n })
  const inRange = value.filter((count) => count < 2n ** 64n)
  fc.assert(
    fc.property(inRange, (count) => {
      expect(timeOf(count, units)).toBe(exactly(count, BigInt(units)))
    }),
    { seed: 3, numRuns: 100 },
  )
})

test('adds the offset, to a time before 1970 too', () => {
  expect(timeOf(1_500_000n, 1e6, 100)).toBe('101.500000000')
  expect(timeOf(1_500_000n, 1e6, -100)).toBe('-99.500000000')
})

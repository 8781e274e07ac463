import type { Packet } from './packet.ts'

/** Resolutions up to this one are divided exactly with doubles, finer ones with BigInt. */
const exactUnitsPerSecondMax = 2 ** 37

/** How an interface of a pcapng section tells time. */
export interface TimeBase {
  /** From `if_tsresol`: a power of 10 or of 2. */
  readonly unitsPerSecond: number
  /** From `if_tsoffset`, added to every time. */
  readonly offsetSeconds: number
}

/** A million units a second, as the specification says where there is no `if_tsresol`. */
export const defaultTimeBase: TimeBase = { unitsPerSecond: 1e6, offsetSeconds: 0 }

/**
 * Units a second of an `if_tsresol` byte: 10 to the minus n, or 2 to the minus n with the high bit
 * set. Null where 64 bits could not hold a second.
 */
export function unitsPerSecondOf(resolution: number): number | null {
  const exponent = resolution & 0x7f
  if (resolution & 0x80) return exponent <= 63 ? 2 ** exponent : null
  return exponent <= 19 ? 10 ** exponent : null
}

/** What a Date can hold: 270,000 years to either side of 1970. */
const secondsMax = 8.64e12

/** Whether the seconds are a time that people could have meant; a damaged offset makes others. */
export function isPossibleTime(seconds: number): boolean {
  return seconds >= -secondsMax && seconds <= secondsMax
}

/** Writes a 64-bit count of units since 1970 into the packet, to the nanosecond. */
export function setPcapngTime(packet: Packet, high: number, low: number, base: TimeBase): void {
  const units = base.unitsPerSecond
  if (units > exactUnitsPerSecondMax) {
    setFineTime(packet, high, low, base)
    return
  }
  // Long division in 16-bit digits: each partial dividend stays below 2^53.
  const second = (high % units) * 65_536 + (low >>> 16)
  const third = (second % units) * 65_536 + (low & 0xffff)
  const seconds =
    Math.floor(high / units) * 4_294_967_296 +
    Math.floor(second / units) * 65_536 +
    Math.floor(third / units)
  const rest = third % units
  // Both quotients are exact for powers of 10, so a nanosecond is never lost to rounding.
  const nanoseconds = units <= 1e9 ? rest * (1e9 / units) : rest / (units / 1e9)
  setTime(packet, seconds + base.offsetSeconds, Math.floor(nanoseconds))
}

/** Picoseconds and finer are rare enough to pay for BigInt. */
function setFineTime(packet: Packet, high: number, low: number, base: TimeBase): void {
  const value = (BigInt(high) << 32n) | BigInt(low)
  const units = BigInt(base.unitsPerSecond)
  const nanoseconds = ((value % units) * 1_000_000_000n) / units
  setTime(packet, Number(value / units) + base.offsetSeconds, Number(nanoseconds))
}

function setTime(packet: Packet, seconds: number, nanoseconds: number): void {
  packet.timeSeconds = seconds
  packet.timeNanoseconds = nanoseconds
  packet.timeUs = seconds * 1e6 + nanoseconds / 1000
}

import { latin1Text } from '../../decode/latin1.ts'
import type { NumberPlace, NumberTest } from './buffer-test.ts'

export interface ReadNumber {
  readonly number: number
  /** Behind its last byte. */
  readonly end: number
}

/** Reads a number at `at`, from the start of the buffer; null where it is cut or none. */
export function readNumber(place: NumberPlace, buffer: Uint8Array, at: number): ReadNumber | null {
  const { byteCount, isLittleEndian, base, mask } = place
  const end = at + byteCount
  if (base !== null) return readDigits(buffer, at, Math.min(end, buffer.length), base)
  if (end > buffer.length) return null
  let number = 0
  for (let i = 0; i < byteCount; i++) {
    number = number * 256 + (buffer[isLittleEndian ? end - 1 - i : at + i] as number)
  }
  return { number: mask ? masked(number, mask) : number, end }
}

function readDigits(bytes: Uint8Array, at: number, end: number, base: number): ReadNumber | null {
  const number = Number.parseInt(latin1Text(bytes, at, end), base)
  return Number.isNaN(number) ? null : { number, end }
}

/** A mask's value is moved to the right until its lowest bit is the first. */
function masked(number: number, mask: number): number {
  const shift = 31 - Math.clz32(mask & -mask)
  return ((number & mask) >>> 0) >>> shift
}

/** Whether the comparison holds; bitwise on up to 53 bits: a number of the payload may have more than 32. */
export function compare(number: number, { comparison }: NumberTest, value: number): boolean {
  switch (comparison) {
    case '<':
      return number < value
    case '>':
      return number > value
    case '<=':
      return number <= value
    case '>=':
      return number >= value
    case '=':
      return number === value
    case '!=':
      return number !== value
    case '&':
      return (BigInt(number) & BigInt(value)) !== 0n
    case '^':
      return (BigInt(number) ^ BigInt(value)) !== 0n
  }
}

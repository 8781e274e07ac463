import { expect, test } from 'vitest'
import { ber, berInteger } from '../simulate/packet-builder/ber.ts'
import { BerTag, BerValue, berNumber, readField } from './ber.ts'

function read(bytes: Uint8Array, limit = bytes.length) {
  const value = new BerValue()
  return value.read(bytes, 0, limit) ? value : null
}

test.each([0, 1, 127, 128, 300, 65_000])('reads a value of %i bytes', (length) => {
  const bytes = ber(BerTag.octetString, Buffer.alloc(length))
  expect(read(bytes)).toMatchObject({
    tag: BerTag.octetString,
    start: bytes.length - length,
    end: bytes.length,
  })
})

test.each([0, 1, 127, 128, 255, 256, 65_535, 16_777_215])('reads the number %i', (number) => {
  const bytes = berInteger(number)
  const value = read(bytes)
  expect(value && berNumber(value, bytes, bytes.length)).toBe(number)
})

test('reads a negative number', () => {
  const bytes = Buffer.from([2, 2, 0xff, 0x01])
  const value = read(bytes)
  expect(value && berNumber(value, bytes, 4)).toBe(-255)
})

test('gives no number where it is cut short, empty, or longer than four bytes', () => {
  for (const bytes of [
    [2, 2, 1],
    [2, 0],
    [2, 5, 1, 1, 1, 1, 1],
  ].map((list) => Buffer.from(list))) {
    const value = read(bytes)
    expect(value && berNumber(value, bytes, bytes.length)).toBeNaN()
  }
})

test.each([
  ['a tag of several bytes', [0x3f, 2, 0, 0]],
  ['a length that is not given', [0x30, 0x80, 0, 0]],
  ['a length of five bytes', [0x30, 0x85, 0, 0, 0, 0, 1]],
])('does not read %s', (_, bytes) => {
  expect(read(Buffer.from(bytes))).toBeNull()
})

test('needs tag and length, not the value', () => {
  const bytes = ber(BerTag.sequence, Buffer.alloc(300))
  for (let limit = 0; limit < 10; limit++) expect(read(bytes, limit) !== null).toBe(limit >= 4)
})

test('finds a field behind others, and none that is not there', () => {
  const bytes = Buffer.concat([ber(0xa1, Buffer.alloc(2)), ber(0xa6, Buffer.from('x'))])
  const value = new BerValue()
  expect(readField(value, 0xa6, bytes, 0, bytes.length)).toBe(true)
  expect(bytes.toString('latin1', value.start, value.end)).toBe('x')
  expect(readField(value, 0xa7, bytes, 0, bytes.length)).toBe(false)
})

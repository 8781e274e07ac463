import { expect, test } from 'vitest'
import { hashBytes } from './hash-bytes.ts'

const hashOf = (text: string, seed: number) => hashBytes(Buffer.from(text), 0, text.length, seed)

/** Linux, lib/tests/siphash_kunit.c: HalfSipHash-1-3 of 0, 1, 2, … under the key 00 01 … 07. */
const published = [
  0x5814c896, 0xe7e864ca, 0xbc4b0e30, 0x01539939, 0x7e059ea6, 0x88e3d89b, 0xa0080b65, 0x9d38d9d6,
]

test.each([...published.entries()])('gives the published hash of %i bytes', (length, expected) => {
  const seed = 0x07060504 * 2 ** 32 + 0x03020100
  const bytes = Uint8Array.from({ length: 20 }, (_, index) => index)
  expect(hashBytes(bytes, 0, length, seed)).toBe(expected)
  // Wherever the bytes stand.
  expect(hashBytes(Buffer.concat([Buffer.from('###'), bytes]), 3, 3 + length, seed)).toBe(expected)
})

test.each([
  ['costarring', 'liquid'],
  ['declinate', 'macallums'],
  ['altarage', 'zinke'],
])('tells %s from %s, which FNV-1a does not', (one, other) => {
  for (const seed of [0, 1, 7, 2 ** 40]) expect(hashOf(one, seed)).not.toBe(hashOf(other, seed))
})

test('each bit of the seed gives another hash', () => {
  const seeds = Array.from({ length: 48 }, (_, bit) => 2 ** bit)
  expect(new Set(seeds.map((seed) => hashOf('example.org', seed))).size).toBe(seeds.length)
})

import { expect, test } from 'vitest'
import { hashBytes } from './hash-bytes.ts'

const hashOf = (text: string, seed?: number) => hashBytes(Buffer.from(text), 0, text.length, seed)

test.each([
  ['costarring', 'liquid'],
  ['declinate', 'macallums'],
  ['altarage', 'zinke'],
])('a seed tells %s from %s, which have one hash without', (one, other) => {
  expect(hashOf(one)).toBe(hashOf(other))
  expect(hashOf(one, 1)).not.toBe(hashOf(other, 1))
  expect(hashOf(one, 7)).not.toBe(hashOf(other, 7))
})

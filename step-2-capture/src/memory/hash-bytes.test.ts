import { expect, test } from 'vitest'
import { hashBytes } from './hash-bytes.ts'

const hashOf = (text: string, seed?: number) => hashBytes(Buffer.from(text), 0, text.length, seed)

// A seed whose lowest byte is 0 changes high bits only.
test.each([
  ['qyvva5w41i8gu', 'hn3t39-dto0j7'],
  ['d3pxez8q39ef', 'qgef10kljqsge'],
  ['bpfamc-2tfxqy', 'q1dwhqv-nwuiwn'],
  ['xp98f1fdwyet', 'cfgsqs-mekdy2'],
])('a seed tells %s from %s, which have one hash without', (one, other) => {
  expect(hashOf(one)).toBe(hashOf(other))
  for (const seed of [1, 7, 256, 65_536, 108_223_232, 2 ** 30]) {
    expect([seed, hashOf(one, seed)]).not.toEqual([seed, hashOf(other, seed)])
  }
})

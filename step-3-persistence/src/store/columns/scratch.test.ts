import { expect, it } from 'vitest'
import { Scratch } from './scratch.ts'

it('gives the same numbers again, but none that are in use, and more where it has too few', () => {
  let madeCount = 0
  const scratch = new Scratch((length) => {
    madeCount++
    return new Uint32Array(length)
  })
  const sumOf = (numbers: Uint32Array) => numbers.reduce((sum, one) => sum + one, 0)
  const ones = (length: number) =>
    scratch.withZeros(length, (outer) => {
      outer.fill(1)
      scratch.withZeros(length, (inner) => inner.fill(5))
      return sumOf(outer)
    })
  expect(ones(10)).toBe(10)
  expect(ones(8)).toBe(8)
  expect(madeCount).toBe(2)
  expect(ones(10_000)).toBe(10_000)
  expect(ones(20)).toBe(20)
  expect(madeCount).toBe(4)
  expect(scratch.withZeros(20, sumOf)).toBe(0)
})

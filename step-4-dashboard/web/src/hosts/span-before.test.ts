import { expect, it } from 'vitest'
import { spanBefore } from './span-before.ts'

it.each([
  [{ from: 100, to: 130 }, undefined, { from: 70, to: 100 }],
  [{ from: 100 }, 110, { from: 90, to: 100 }],
  [{ from: 100 }, undefined, null],
  [{ to: 130 }, 110, null],
  [{ from: 100, to: 100 }, undefined, null],
])('of %o with %s as the newest it is %o', (range, newest, expected) => {
  expect(spanBefore(range, newest)).toEqual(expected)
})

import { z } from '@hono/zod-openapi'
import { describe, expect, it } from 'vitest'
import { limitedArray } from './limited-array.ts'

const numbers = limitedArray(z.object({ n: z.number() }), 3)
const problemsOf = (input: unknown) =>
  numbers.safeParse(input).error?.issues.map(({ path, message }) => [path.join('.'), message])

describe('limited array', () => {
  it('takes 1 to the maximum of elements, without the fields that are not in the schema', () => {
    expect(numbers.parse([{ n: 1, more: 2 }])).toEqual([{ n: 1 }])
    expect(numbers.parse([{ n: 1 }, { n: 2 }, { n: 3 }])).toHaveLength(3)
  })

  it('says how many were sent and how many may be', () => {
    expect(problemsOf([])).toEqual([['', '0 elements were sent; send 1 to 3']])
    expect(problemsOf([1, 2, 3, 4])).toEqual([['', '4 elements were sent; send at most 3 at once']])
  })

  it('names the place of the first mistake and stops there', () => {
    expect(problemsOf([{ n: 1 }, { n: 'x' }, 'y'])).toEqual([['1.n', expect.any(String)]])
  })

  it.each([null, {}, 'abc', 3])('refuses %j', (input) => {
    expect(problemsOf(input)).toHaveLength(1)
  })

  it('survives a million mistakes', () => {
    const many = limitedArray(z.object({ n: z.number() }), 1_000_000)
    expect(many.safeParse(new Array(1_000_000).fill({})).error?.issues).toHaveLength(1)
  })
})

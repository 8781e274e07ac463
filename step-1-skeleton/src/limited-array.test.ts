import { z } from '@hono/zod-openapi'
import { describe, expect, it } from 'vitest'
import { limitedArray } from './limited-array.ts'

const numbers = limitedArray(z.object({ n: z.number() }), 3)
async function problemsOf(input: unknown) {
  const { error } = await numbers.safeParseAsync(input)
  return error?.issues.map(({ path, message }) => [path.join('.'), message])
}

describe('limited array', () => {
  it('takes 1 to the maximum of elements, without the fields that are not in the schema', async () => {
    expect(await numbers.parseAsync([{ n: 1, more: 2 }])).toEqual([{ n: 1 }])
    expect(await numbers.parseAsync([{ n: 1 }, { n: 2 }, { n: 3 }])).toHaveLength(3)
  })

  it('says how many were sent and how many may be', async () => {
    expect(await problemsOf([])).toEqual([['', '0 elements were sent; send 1 to 3']])
    expect(await problemsOf([1, 2, 3, 4])).toEqual([
      ['', '4 elements were sent; send at most 3 at once'],
    ])
  })

  it('names the place of the first mistake and stops there', async () => {
    expect(await problemsOf([{ n: 1 }, { n: 'x' }, 'y'])).toEqual([['1.n', expect.any(String)]])
  })

  it.each([null, {}, 'abc', 3])('refuses %j', async (input) => {
    expect(await problemsOf(input)).toHaveLength(1)
  })

  it('survives a million mistakes', async () => {
    const many = limitedArray(z.object({ n: z.number() }), 1_000_000)
    const { error } = await many.safeParseAsync(new Array(1_000_000).fill({}))
    expect(error?.issues).toHaveLength(1)
  })

  it('lets others have a turn while it reads many', async () => {
    const many = limitedArray(z.object({ n: z.number() }), 100_000)
    let isRead = false
    const reading = many.parseAsync(new Array(100_000).fill({ n: 1 })).then(() => {
      isRead = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isRead).toBe(false)
    await reading
  })
})

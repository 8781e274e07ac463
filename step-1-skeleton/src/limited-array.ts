import { z } from '@hono/zod-openapi'

/**
 * An array of 1 to `countMax` elements that is read up to its first mistake. zod by itself goes on
 * and collects every mistake: 100,000 wrong elements overflow its stack.
 */
export function limitedArray<T extends z.ZodType>(element: T, countMax: number) {
  const array = z.array(element).min(1, `0 elements were sent; send 1 to ${countMax}`).max(countMax)
  return z.preprocess((input, context) => {
    if (!Array.isArray(input)) return input
    if (input.length > countMax) {
      const message = `${input.length} elements were sent; send at most ${countMax} at once`
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    const mistake = input.findIndex((value) => !element.safeParse(value).success)
    return mistake < 0 ? input : input.slice(0, mistake + 1)
  }, array)
}

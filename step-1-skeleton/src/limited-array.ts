import { setImmediate } from 'node:timers/promises'
import { z } from '@hono/zod-openapi'

/** Elements that are checked before others get a turn of the event loop: 2,048 take some 5 ms. */
const elementsPerTurn = 2_048

/**
 * An array of 1 to `countMax` elements that is read up to its first mistake, in turns. zod by itself
 * goes on and collects every mistake: 100,000 wrong elements overflow its stack. And it does not stop:
 * 100,000 right ones keep all other requests waiting for a quarter of a second.
 */
export function limitedArray<T extends z.ZodType>(element: T, countMax: number) {
  // JSON Schema, which OpenAPI 3.1 takes as it is; its marks of the dialect belong to whole documents.
  const { $schema, ...items } = z.toJSONSchema(element, { io: 'input', unrepresentable: 'any' })
  return z
    .custom<z.input<T>[]>()
    .transform((input: unknown, context) => {
      // At once, because the OpenAPI generator asks what `undefined` gives, and cannot wait.
      const problem = countProblem(input, countMax)
      if (problem === undefined) return checkInTurns(input as unknown[], element, context)
      context.addIssue({ code: 'custom', message: problem })
      return z.NEVER
    })
    .openapi({ type: 'array', items: items as { type: 'object' }, minItems: 1, maxItems: countMax })
}

function countProblem(input: unknown, countMax: number): string | undefined {
  if (!Array.isArray(input)) return 'expected an array'
  if (input.length === 0) return `0 elements were sent; send 1 to ${countMax}`
  if (input.length <= countMax) return undefined
  return `${input.length} elements were sent; send at most ${countMax} at once`
}

async function checkInTurns<T extends z.ZodType>(
  input: readonly unknown[],
  element: T,
  context: z.RefinementCtx,
): Promise<z.output<T>[]> {
  const checked: z.output<T>[] = []
  for (const [index, value] of input.entries()) {
    if (index > 0 && index % elementsPerTurn === 0) await setImmediate()
    const { success, data, error } = element.safeParse(value)
    if (!success) {
      for (const { message, path } of error.issues) {
        context.addIssue({ code: 'custom', message, path: [index, ...path] })
      }
      return z.NEVER
    }
    checked.push(data)
  }
  return checked
}

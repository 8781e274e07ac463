import { z } from '@hono/zod-openapi'

/** Text without NUL, which ends a text for one database and is an error for the other. */
export function plainText(lengthMax: number) {
  return z
    .string()
    .max(lengthMax)
    .regex(/^[^\0]*$/, 'a NUL character is not allowed')
}

/** Values that one list parameter may name. */
export const listLengthMax = 50

/** A list in a query: `a,b`, or the parameter repeated. */
export function listOf<T extends z.ZodType<unknown, string>>(element: T) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((value) => [value].flat().flatMap(splitList))
    .pipe(z.array(element).min(1).max(listLengthMax))
    .optional()
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}

/** A moment in a query, RFC 3339 or epoch seconds, as epoch seconds. */
export const moment = z
  .string()
  .max(40)
  .transform((text, context) => {
    const epoch = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000
    if (Number.isFinite(epoch)) return epoch
    context.addIssue({ code: 'custom', message: `${text} is neither RFC 3339 nor epoch seconds` })
    return z.NEVER
  })
  .optional()

import { setImmediate } from 'node:timers/promises'
import { OpenAPIHono, type z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'
import { checkJsonShape } from './json-shape.ts'

/** A router whose validation failures leave in the one error shape. Every route file starts here. */
export function createRouter(): OpenAPIHono {
  return new OpenAPIHono({
    strict: false, // A trailing slash is accepted.
    defaultHook: (result) => {
      if (!result.success) throw invalidInput(result.error)
    },
  })
}

function invalidInput(error: z.ZodError): AppError {
  const details = error.issues.slice(0, 10).map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
  }))
  const [first] = details
  const where = first?.path ? `${first.path}: ` : ''
  return new AppError(
    errorCodes.E_INVALID_INPUT,
    `${where}${first?.message ?? 'the input is invalid'}`,
    {
      fix: 'Correct the input; GET /docs shows each route with an example.',
      details,
    },
  )
}

/**
 * Refuses a body that does not say it is JSON, or that is too nested to be parsed. Without it the
 * validator would skip such a body, and a web page of another origin could send one without asking
 * (SECURITY: CSRF).
 */
export const requireJson: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new AppError(errorCodes.E_NOT_JSON, `the body is ${type || 'of no type'}, not JSON`, {
      fix: "Add the header: curl -H 'Content-Type: application/json' …",
    })
  }
  // Of a large body, reading, looking and parsing take some 50 ms each: others get a turn in between.
  const text = await c.req.text()
  await setImmediate()
  checkJsonShape(text)
  await setImmediate()
  // Hono would parse it anew for each who asks: for the validator, and for the route.
  let parsed: Promise<unknown> | undefined
  c.req.json = () => (parsed ??= Promise.resolve(text).then(JSON.parse))
  await next()
}

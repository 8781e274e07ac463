import { createRoute, z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { createRouter, limitBody, problemResponses, requireJson } from 'step-3-persistence'
import { errorCodes } from './error-codes.ts'
import type { TokenGate } from './token-gate.ts'

/** A token is a line of text. */
const bodyBytesMax = 4_096

const logIn = z
  .strictObject({ token: z.string().min(1).max(1_024) })
  .openapi('LogIn', { example: { token: '0123456789abcdef0123456789abcdef' } })

const postSession = createRoute({
  method: 'post',
  path: '/session',
  summary: 'Exchange the token for a cookie, as the log-in page does',
  middleware: [limitBody(bodyBytesMax), requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: logIn } } } },
  responses: {
    204: { description: 'The cookie of a session comes with it' },
    ...problemResponses(errorCodes.E_WRONG_TOKEN, errorCodes.E_TOO_MANY_TOKENS),
  },
})

export function sessionRoutes(gate: TokenGate) {
  return createRouter().openapi(postSession, (c) => {
    c.header('set-cookie', gate.logIn(c.req.valid('json').token, addressOf(c)))
    return c.body(null, 204)
  })
}

const sessionPath = /^\/api\/(?:v1\/)?session\/?$/

/** Lets through what shows the token, and the log-in, which is how a browser comes to show it. */
export function requireToken(gate: TokenGate): MiddlewareHandler {
  return async (c, next) => {
    const error = gate.refusal({
      authorization: c.req.header('authorization'),
      cookie: c.req.header('cookie'),
      address: addressOf(c),
    })
    if (error && !sessionPath.test(c.req.path)) throw error
    await next()
  }
}

function addressOf(c: Context): string {
  return c.env?.incoming?.socket?.remoteAddress ?? 'in process'
}

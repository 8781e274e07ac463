import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import {
  addressOf,
  createRouter,
  jsonResponse,
  limitBody,
  problemResponses,
  requireJson,
} from 'step-3-persistence'
import { errorCodes } from '../error-codes.ts'
import { cookieName, type SessionGate, sessionSeconds } from './session-gate.ts'

/** A token is a line of text. */
const bodyBytesMax = 4_096

const logIn = z
  .strictObject({ token: z.string().min(1).max(1_024) })
  .openapi('LogIn', { example: { token: '0123456789abcdef0123456789abcdef' } })

const mode = z
  .object({ asks_for_token: z.boolean() })
  .openapi('SessionMode', { example: { asks_for_token: true } })

const getSession = createRoute({
  method: 'get',
  path: '/session',
  summary: 'Whether this server asks for a token, so that there is something to log out of',
  responses: { 200: jsonResponse(mode, 'How it was started') },
})

const postSession = createRoute({
  method: 'post',
  path: '/session',
  summary:
    'Exchange the token, or the code of the printed link, for a cookie, as the log-in page does',
  middleware: [limitBody(bodyBytesMax), requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: logIn } } } },
  responses: {
    204: { description: 'The cookie of a session comes with it' },
    ...problemResponses(errorCodes.E_WRONG_TOKEN, errorCodes.E_TOO_MANY_TOKENS),
  },
})

const deleteSession = createRoute({
  method: 'delete',
  path: '/session',
  summary: 'Log out: the session of the cookie opens nothing any more',
  responses: { 204: { description: 'It is over, and the browser forgets the cookie' } },
})

export function sessionRoutes(gate: SessionGate) {
  return createRouter()
    .openapi(getSession, (c) => c.json({ asks_for_token: gate.asksForToken }, 200))
    .openapi(postSession, (c) => {
      const session = gate.open(c.req.valid('json').token, addressOf(c))
      c.header('set-cookie', cookieOf(c, session, sessionSeconds))
      return c.body(null, 204)
    })
    .openapi(deleteSession, (c) => {
      gate.end(c.req.header('cookie'))
      c.header('set-cookie', cookieOf(c, '', 0))
      return c.body(null, 204)
    })
}

/** Sent over encrypted connections alone where it came over one, through a proxy. */
function cookieOf(c: Context, session: string, maxAgeSeconds: number): string {
  const secure = c.env?.incoming?.isSecure === true ? '; Secure' : ''
  return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAgeSeconds}${secure}`
}

import { createHmac } from 'node:crypto'
import { createRoute, z } from '@hono/zod-openapi'
import {
  addressOf,
  createRouter,
  isSame,
  limitBody,
  type Proof,
  problemResponses,
  requireJson,
  type TokenGate,
} from 'step-3-persistence'
import { errorCodes } from './error-codes.ts'

const cookieName = 'net_anomaly'
const cookieFlags = 'HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000'

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
    c.header('set-cookie', openSession(gate, c.req.valid('json').token, addressOf(c)))
    return c.body(null, 204)
  })
}

/** Exchanges the token for the `Set-Cookie` header of a session. @throws AppError */
export function openSession(gate: TokenGate, token: string, address: string): string {
  const error = gate.refusal({ authorization: `Bearer ${token}` }, address)
  if (error) throw error
  return `${cookieName}=${sessionOf(token)}; ${cookieFlags}`
}

/** The cookie that the log-in gives to a browser. */
export function sessionProof(token: string): Proof {
  return ({ cookie = '' }) => {
    const pair = cookie.split(/;\s*/).find((part) => part.startsWith(`${cookieName}=`))
    if (pair === undefined) return undefined
    return isSame(pair.slice(cookieName.length + 1), sessionOf(token))
  }
}

/** A keyed hash, so that the cookie never shows the token. */
function sessionOf(token: string): string {
  return createHmac('sha256', token).update('net-anomaly session').digest('hex')
}

import type { OpenAPIHono } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { errorCodes } from './error-codes.ts'
import { AppError, toAppError } from './errors.ts'
import { type FailureLog, printFailure } from './failure-log.ts'

/** What the terminal says as well as the answer. */
const unforeseen = new Set(['E_INTERNAL', 'E_YOUR_CODE'])

/** Maps every failure of every route to the one JSON shape: the only `onError` of the server. */
export function handleErrors(app: OpenAPIHono, log: FailureLog = printFailure): void {
  app.onError((thrown, c) => {
    const error = thrown instanceof HTTPException ? fromHttp(thrown) : toAppError(thrown)
    if (unforeseen.has(error.code)) log(error)
    return c.json(error.toJSON(), error.status)
  })

  app.notFound((c) => {
    const { method, path } = c.req
    const allowed = methodsOf(app, path)
    // A route that takes this verb and still finds nothing, says so: 404, not 405.
    if (allowed.length === 0 || allowed.includes(method)) {
      return c.json(notFound(path).toJSON(), 404)
    }
    const verbs = allowed.join(', ')
    return c.json(methodNotAllowed(method, path, verbs).toJSON(), 405, { Allow: verbs })
  })
}

function notFound(path: string): AppError {
  return new AppError(errorCodes.E_NOT_FOUND, `there is nothing at ${path}`, {
    fix: 'GET /docs lists every route.',
  })
}

function methodNotAllowed(method: string, path: string, verbs: string): AppError {
  return new AppError(errorCodes.E_METHOD_NOT_ALLOWED, `${method} is not possible at ${path}`, {
    fix: `Possible there: ${verbs}.`,
  })
}

/** What the framework itself refuses, before a route is asked. */
function fromHttp(thrown: HTTPException): AppError {
  if (thrown.message.startsWith('Malformed JSON')) {
    return new AppError(errorCodes.E_BAD_JSON, 'the body is not valid JSON', {
      fix: 'Check it with: jq . < FILE',
    })
  }
  return new AppError(errorCodes.E_REFUSED, thrown.message || 'the request was refused', {
    fix: 'GET /docs shows each route with an example.',
  })
}

/** The verbs with which some route answers at `path`; GET brings HEAD along. */
function methodsOf(app: OpenAPIHono, path: string): string[] {
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path
  const methods = app.routes
    .filter((route) => route.method !== 'ALL' && matches(route.path, plain))
    .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  return [...new Set(methods)].sort()
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.includes('*')) return false
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith(':') || part === given[index])
  )
}

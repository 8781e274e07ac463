import type { MiddlewareHandler } from 'hono'

/** What proves who asks, and where from; none of it counts for a page of another origin. */
const headersOfBrowsers = ['origin', 'sec-fetch-site', 'cookie']

/** A browser keeps what a preflight answered for ten minutes. */
const preflightSeconds = 600

/**
 * Lets pages of allowed origins in: what they send goes on as that of a program on this side, and the
 * answer may be read there (CORS, fetch standard section 3.2). Their cookies count for nothing, also
 * where the browser sends them, as to a socket of the same host: a token travels in its header.
 */
export function admitPages(origins: ReadonlySet<string>): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header('origin')
    if (origin === undefined || !origins.has(origin)) return next()
    const headers = new Headers(c.req.raw.headers)
    for (const name of headersOfBrowsers) headers.delete(name)
    c.req.raw = new Request(c.req.raw, { headers })
    await next()
    const answered = c.res.headers
    answered.delete('set-cookie')
    answered.append('vary', 'Origin')
    answered.set('access-control-allow-origin', origin)
    answered.set('access-control-expose-headers', 'Content-Disposition')
    return undefined
  }
}

/** Answers what a browser asks before it sends a header or method of ours; pages of other sites were refused. */
export const answerPreflights: MiddlewareHandler = async (c, next) => {
  const method = c.req.header('access-control-request-method')
  if (c.req.method !== 'OPTIONS' || method === undefined) return next()
  return c.body(null, 204, {
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': 'Authorization, Content-Type',
    'access-control-max-age': String(preflightSeconds),
  })
}

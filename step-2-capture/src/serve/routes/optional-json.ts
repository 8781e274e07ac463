import type { MiddlewareHandler } from 'hono'
import { requireJson } from 'step-1-skeleton'

/** For a route that needs no body: one that is sent all the same must say that it is JSON. */
export const optionalJson: MiddlewareHandler = async (c, next) => {
  const length = c.req.header('content-length')
  const isEmpty =
    c.req.header('content-type') === undefined &&
    c.req.header('transfer-encoding') === undefined &&
    (length === undefined || length === '0')
  return isEmpty ? await next() : await requireJson(c, next)
}

import type { IncomingMessage } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { createRouter, guard, type OwnHosts, siteRefusal, type TokenGate } from 'step-3-persistence'

/** Refuses streams to pages of another site: unlike other reading, a stream reaches its opener. */
export const refuseOtherSites: MiddlewareHandler = async (c, next) => {
  const error = siteRefusal(c.req.header('sec-fetch-site'))
  if (error) throw error
  await next()
}

/** Judges the requests of sockets, which pass no route: an answer of 204 lets one through. */
export type SocketGuard = (request: IncomingMessage) => Promise<Response>

export interface SocketAccess {
  readonly gate: TokenGate
  readonly ownHosts: OwnHosts
  readonly allowedOrigins: ReadonlySet<string>
}

/** The guard of the API for sockets, with the same headers and the same refusals. */
export function guardSockets({ gate, ownHosts, allowedOrigins }: SocketAccess): SocketGuard {
  const app = createRouter()
  app.use(refuseOtherSites)
  app.all('*', (c) => c.body(null, 204))
  const guarded = guard({ app, gate, ownHosts: () => ownHosts, allowedOrigins })
  return async (incoming) => {
    const method = incoming.method === 'OPTIONS' ? 'OPTIONS' : 'GET'
    return guarded.request('/socket.io/', { method, headers: headersOf(incoming) }, { incoming })
  }
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  }
  return headers
}

import type { MiddlewareHandler } from 'hono'
import { errorCodes } from '../error-codes.ts'
import { AppError, yourTurn } from '../errors.ts'

/*
 * Your task: decide which requests may reach the server. Other web pages in the same browser can
 * send requests to localhost too: by a name that they have rebound to 127.0.0.1, or by a form or a
 * script. What a browser sends of itself, they cannot forge.
 */

/** What the guard looks at: the headers that a web page cannot forge, and what it can. */
export interface RequestFacts {
  readonly method: string
  readonly path: string
  /** As sent; undefined when the client sent none. */
  readonly host: string | undefined
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`: where the browser says that the request comes from. */
  readonly fetchSite: string | undefined
  readonly contentType: string | undefined
}

/** The names under which this server may be addressed, each with its port: `localhost:8000`. */
export type OwnHosts = ReadonlySet<string>

/** Requests that only read, by RFC 9110 section 9.2.1; a page of another site may cause them. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * The reason why a request is refused, or undefined where it may pass. The first rule that fits
 * decides:
 * 1. The host, in lower case, is none of `ownHosts`, or there is none: `foreignHost`.
 * 2. There is an origin, and it is not `http://` or `https://` followed by one of `ownHosts`, whole
 *    and in lower case: `foreignOrigin`.
 * 3. The method is one of `safeMethods`: it may pass.
 * 4. The path is below `/api/`, and the content type begins with `text/plain` (in any case, maybe
 *    with parameters), which a form of any page can send: `disguisedJson`.
 * 5. What `siteRefusal` says.
 */
export function refusal(_facts: RequestFacts, _ownHosts: OwnHosts): AppError | undefined {
  throw yourTurn('foreign-guard', 'step 1: refusal()')
}

/**
 * Refuses, with `foreignOrigin`, what the browser says was caused by a page of another site: every
 * value but `same-origin` and `none`. Programs such as curl send no such header, and may pass.
 */
export function siteRefusal(_fetchSite: string | undefined): AppError | undefined {
  throw yourTurn('foreign-guard', 'step 1: siteRefusal()')
}

/** The same as middleware; it must stand before every route. This is complete. */
export function refuseForeign(ownHosts: () => OwnHosts): MiddlewareHandler {
  return async (c, next) => {
    const error = refusal(
      {
        method: c.req.method,
        path: c.req.path,
        host: c.req.header('host'),
        origin: c.req.header('origin'),
        fetchSite: c.req.header('sec-fetch-site'),
        contentType: c.req.header('content-type'),
      },
      ownHosts(),
    )
    if (error) throw error
    await next()
  }
}

function foreignHost(host: string | undefined, ownHosts: OwnHosts): AppError {
  const shown = JSON.stringify(host?.slice(0, 100) ?? '')
  return new AppError(
    errorCodes.E_FOREIGN_HOST,
    `this server does not answer to the host ${shown}`,
    {
      fix: `Address it as ${[...ownHosts][0]}, or name the host: NET_ANOMALY_HOSTS=name:port npm start`,
    },
  )
}

function foreignOrigin(): AppError {
  return new AppError(
    errorCodes.E_FOREIGN_ORIGIN,
    'the request comes from a page of another site',
    {
      fix: 'Use the dashboard that this server serves itself, or a program such as curl.',
    },
  )
}

function disguisedJson(): AppError {
  return new AppError(errorCodes.E_FOREIGN_ORIGIN, 'a text/plain body may come from any web page', {
    fix: "Say what it is: curl -H 'Content-Type: application/json' …",
  })
}

import type { MiddlewareHandler } from 'hono'
import { errorCodes } from '../error-codes.ts'
import { AppError } from '../errors.ts'

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

// #region refusal
/**
 * Decides whether a request comes from this server's own page or from a program on this side.
 * Two attacks end here: a name that was rebound to this address (Host), and a form or script of
 * another site (Origin, Sec-Fetch-Site). Hono's `csrf` looks at forms only, and never at Host.
 */
export function refusal(facts: RequestFacts, ownHosts: OwnHosts): AppError | undefined {
  const host = facts.host?.toLowerCase() ?? ''
  if (!ownHosts.has(host)) return foreignHost(facts.host, ownHosts)
  if (facts.origin !== undefined && !isOwnOrigin(facts.origin, ownHosts)) return foreignOrigin()
  if (safeMethods.has(facts.method)) return undefined
  if (facts.path.startsWith('/api/') && /^\s*text\/plain/i.test(facts.contentType ?? '')) {
    return disguisedJson()
  }
  return siteRefusal(facts.fetchSite)
}
// #endregion

/** Refuses what the browser says was caused by a page of another site. */
export function siteRefusal(fetchSite: string | undefined): AppError | undefined {
  if (fetchSite === undefined || ['same-origin', 'none'].includes(fetchSite)) return undefined
  return foreignOrigin()
}

/** The same as middleware; it must stand before every route. */
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

function isOwnOrigin(origin: string, ownHosts: OwnHosts): boolean {
  const scheme = /^https?:\/\//.exec(origin)?.[0]
  return scheme !== undefined && ownHosts.has(origin.slice(scheme.length).toLowerCase())
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
